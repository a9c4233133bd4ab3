#include "core/gate.h"

#include "core/glob.h"
#include "core/json_node.h"
#include "core/revision.h"
#include "destination.h"
#include "exemption.h"
#include "placeholder.h"
#include "ratchet.h"

/* What stays the same for all images of one object. */
struct judgement {
    const struct policy *policy;
    const struct subject *subject;
    const struct environment *environment;
    const struct kind *kind; /* NULL: not in a table */
    struct text namespace;   /* that decides */
    bool goes_anywhere;      /* there is none, though the kind has a place for it */
    struct arena *arena;
    struct ratchet ratchet;
    bool by_controller; /* made by a built-in controller */
    bool breaks_glass;  /* the requester may, and said why */
    struct finding *findings;
    struct judged_image *images;
    struct verdict *verdict;
};

/* Users that the API server itself vouches for. An ownerReference proves nothing: anyone can write
 * one. */
static const struct text controllers[] = {
    TEXT_INIT("system:serviceaccount:kube-system:*-controller"),
    TEXT_INIT("system:kube-controller-manager"),
};
const struct text_list gate_controllers = {controllers, ARRAY_LEN(controllers)};

/* What built-in controllers make from templates that the gate has seen. */
static const struct text controlled_kinds[] = {
    TEXT_INIT("Pod"),
    TEXT_INIT("ReplicaSet"),
    TEXT_INIT("Job"),
    TEXT_INIT("ControllerRevision"),
};
const struct text_list gate_controlled_kinds = {controlled_kinds, ARRAY_LEN(controlled_kinds)};

static enum not_judged why_not_judged(const struct subject *subject)
{
    if (subject->operation == OPERATION_DELETE || subject->operation == OPERATION_CONNECT)
        return NOT_JUDGED_OPERATION;
    if (subject->subresource.len != 0 &&
        !text_equal(subject->subresource, TEXT("ephemeralcontainers")))
        return NOT_JUDGED_SUBRESOURCE;
    struct json_object *metadata = json_member(subject->object, "metadata");
    if (json_member(metadata, "deletionTimestamp") != NULL)
        return NOT_JUDGED_DELETED;
    return JUDGED;
}

static bool is_made_by_controller(const struct subject *subject)
{
    return text_list_holds(&gate_controlled_kinds, subject->kind) &&
           glob_match_any(gate_controllers.items, gate_controllers.count, subject->requester.name);
}

struct text subject_break_glass_reason(const struct subject *subject)
{
    struct json_object *metadata = json_member(subject->object, "metadata");
    struct json_object *annotations = json_member(metadata, "annotations");
    return text_trim_blanks(json_member_text(annotations, BREAK_GLASS_ANNOTATION));
}

static bool breaks_glass(const struct policy *policy, const struct subject *subject)
{
    return subject_break_glass_reason(subject).len != 0 &&
           text_lists_meet(&policy->break_glass_groups, &subject->requester.groups);
}

/* Why a finding that would deny does not, NONE if it does. */
static enum mitigation mitigation_for(struct judgement *judgement, const struct finding *finding,
                                      size_t position)
{
    if (finding->use.problem == NULL && ratchet_holds(&judgement->ratchet, &finding->use, position))
        return MITIGATION_RATCHET;
    if (judgement->by_controller && judgement->policy->controller_pods != ACTION_DENY)
        return MITIGATION_CONTROLLER_POD;
    if (judgement->breaks_glass)
        return MITIGATION_BREAK_GLASS;
    return judgement->environment->mode == ENFORCEMENT_ENFORCE ? MITIGATION_NONE : MITIGATION_MODE;
}

static void set_outcome(struct judgement *judgement, struct finding *finding, enum action action,
                        size_t position)
{
    const struct subject *subject = judgement->subject;
    if (finding->exemption != NULL && !exemption_is_expired(finding->exemption, subject->today)) {
        finding->outcome = OUTCOME_NOTE;
        finding->mitigation = MITIGATION_EXEMPTION;
        return;
    }
    finding->outcome = OUTCOME_WARN;
    if (action == ACTION_DENY) {
        finding->mitigation = mitigation_for(judgement, finding, position);
        if (finding->mitigation == MITIGATION_NONE)
            finding->outcome = OUTCOME_DENY;
    }
    if (finding->outcome != OUTCOME_DENY && judgement->environment->mode == ENFORCEMENT_AUDIT) {
        finding->outcome = OUTCOME_NOTE;
        finding->mitigation = MITIGATION_MODE;
    }
}

static void add_finding(struct judgement *judgement, const struct finding *finding, size_t position)
{
    struct verdict *verdict = judgement->verdict;
    struct finding *added = &judgement->findings[verdict->finding_count++];
    *added = *finding;
    judgement->images[position].finding = added;
    added->may_go_anywhere = judgement->goes_anywhere;
    verdict->outcome_counts[finding->outcome]++;
}

static bool classify(const struct policy *policy, struct finding *finding, enum tag_class *class,
                     struct error *error)
{
    *class = TAG_INVALID;
    if (finding->fault != IMAGE_REF_VALID)
        return true;
    struct image_ref ref = finding->ref;
    if (policy->digest_with_tag == DIGEST_WITH_TAG_BY_DIGEST && ref.digest.len != 0)
        ref.tag = (struct text){0};
    struct tag_verdict tag;
    if (!tag_classify(policy->tags, &ref, &tag, error))
        return false;
    *class = tag.class;
    return true;
}

static const struct exemption *find_exemption(const struct judgement *judgement,
                                              const struct finding *finding, enum tag_class class)
{
    if (judgement->policy->exemption_count == 0)
        return NULL;
    bool is_revision = finding->use.revision != REVISION_NONE;
    struct exemption_query query = {
        .image = is_revision ? finding->use.source : text_trim_blanks(finding->use.image),
        .name = finding->ref.name,
        .namespace = judgement->namespace,
        .environment = judgement->environment->name,
        .class = class,
    };
    return exemption_find(judgement->policy, &query, judgement->subject->today);
}

/* `written` is the image, as far as it is written out. */
static bool judge_image(struct judgement *judgement, const struct image_use *use,
                        struct text written, size_t position, struct error *error)
{
    struct text image = text_trim_blanks(written);
    struct finding finding = {.use = *use, .had_blanks = image.len != written.len};
    finding.fault = image_ref_parse(image, &finding.ref);
    enum tag_class class;
    if (!classify(judgement->policy, &finding, &class, error))
        return false;
    judgement->images[position] =
        (struct judged_image){.use = *use, .ref = finding.ref, .class = class};
    enum action action = judgement->environment->image_rules[class];
    if (action == ACTION_ALLOW && !finding.had_blanks)
        return true;
    finding.rule = action == ACTION_ALLOW ? rule_at(RULE_BLANKS) : rule_of_class(class);
    finding.exemption = find_exemption(judgement, &finding, class);
    set_outcome(judgement, &finding, action, position);
    add_finding(judgement, &finding, position);
    return true;
}

static bool judge_revision(struct judgement *judgement, const struct image_use *use,
                           size_t position, struct error *error)
{
    struct finding finding = {.use = *use};
    struct revision_verdict verdict;
    if (!revision_classify(judgement->policy->tags, use->revision, use->source, use->image,
                           &verdict, error))
        return false;
    judgement->images[position] = (struct judged_image){.use = *use, .class = verdict.class};
    enum action action = judgement->environment->revision_rules[verdict.class];
    if (action == ACTION_ALLOW)
        return true;
    finding.rule = rule_of_class(verdict.class);
    finding.is = verdict.is;
    finding.exemption = find_exemption(judgement, &finding, verdict.class);
    set_outcome(judgement, &finding, action, position);
    add_finding(judgement, &finding, position);
    return true;
}

/* Nobody can say more of it before it is filled in; what comes of it is judged then. */
static void judge_placeholder(struct judgement *judgement, const struct image_use *use,
                              size_t position)
{
    struct finding finding = {.use = *use, .rule = rule_at(RULE_PLACEHOLDER)};
    enum action action = judgement->environment->placeholders;
    judgement->images[position] = (struct judged_image){.use = *use, .class = TAG_UNKNOWN};
    if (action == ACTION_ALLOW)
        return;
    finding.exemption = find_exemption(judgement, &finding, TAG_UNKNOWN);
    set_outcome(judgement, &finding, action, position);
    add_finding(judgement, &finding, position);
}

/* What is written out of a template is judged as anywhere. */
static bool judge_template(struct judgement *judgement, const struct image_use *use,
                           size_t position, struct error *error)
{
    struct text literal = {0};
    if (use->revision == REVISION_NONE &&
        !placeholder_literal_image(use->image, judgement->arena, &literal))
        return error_no_memory(error);
    if (literal.len != 0)
        return judge_image(judgement, use, literal, position, error);
    judge_placeholder(judgement, use, position);
    return true;
}

static bool judge_use(struct judgement *judgement, const struct image_use *use, size_t position,
                      struct error *error)
{
    bool has_placeholders = judgement->kind != NULL && judgement->kind->has_placeholders;
    if (has_placeholders && placeholder_is_in(use->image))
        return judge_template(judgement, use, position, error);
    if (use->revision != REVISION_NONE)
        return judge_revision(judgement, use, position, error);
    return judge_image(judgement, use, use->image, position, error);
}

/* What cannot be read is never let through in silence, whatever the environment admits. */
static void judge_problem(struct judgement *judgement, const struct image_use *use, size_t position)
{
    struct finding finding = {.use = *use, .rule = rule_at(RULE_UNREADABLE)};
    judgement->images[position] = (struct judged_image){.use = *use};
    set_outcome(judgement, &finding, ACTION_DENY, 0);
    add_finding(judgement, &finding, position);
}

static bool judge_uses(struct judgement *judgement, const struct image_uses *uses,
                       struct error *error)
{
    for (size_t i = 0; i < uses->count; i++) {
        const struct image_use *use = &uses->items[i];
        if (use->problem != NULL)
            judge_problem(judgement, use, i);
        else if (use->is_opaque)
            judge_placeholder(judgement, use, i);
        else if (!judge_use(judgement, use, i, error))
            return false;
    }
    return true;
}

static bool find_images(const struct judgement *judgement, struct image_uses *uses)
{
    static const struct image_use missing = {.path = TEXT_INIT("object"), .problem = "is missing"};
    if (judgement->subject->object == NULL) {
        struct image_use *use = arena_take(judgement->arena, 1, sizeof *use);
        if (use == NULL)
            return false;
        *use = missing;
        *uses = (struct image_uses){.items = use, .count = 1};
        return true;
    }
    return workload_images(judgement->subject->object, judgement->kind,
                           judgement->policy->read_yaml, judgement->arena, uses);
}

/* What ran before is let go on in the environment that it ran in: whoever turns an object to
 * another destination asks anew. NULL: nothing was before. */
static struct json_object *object_before(const struct judgement *judgement)
{
    const struct subject *subject = judgement->subject;
    if (subject->operation != OPERATION_UPDATE)
        return NULL;
    const struct environment *before =
        destination_environment(judgement->policy, judgement->kind, subject, subject->old_object);
    return before == judgement->environment ? subject->old_object : NULL;
}

static bool judge_object(struct judgement *judgement, struct error *error)
{
    struct image_uses uses;
    if (!find_images(judgement, &uses) ||
        !ratchet_init(&judgement->ratchet, object_before(judgement), judgement->kind,
                      judgement->policy->read_yaml, judgement->arena))
        return error_no_memory(error);
    judgement->findings = arena_take(judgement->arena, uses.count, sizeof *judgement->findings);
    judgement->images = arena_take(judgement->arena, uses.count, sizeof *judgement->images);
    if (judgement->findings == NULL || judgement->images == NULL)
        return error_no_memory(error);
    judgement->verdict->findings = judgement->findings;
    judgement->verdict->images = judgement->images;
    judgement->verdict->image_count = uses.count;
    return judge_uses(judgement, &uses, error);
}

bool gate_judge(const struct policy *policy, const struct subject *subject, struct arena *arena,
                struct verdict *verdict, struct error *error)
{
    *verdict = (struct verdict){0};
    const struct kind *kind = policy_find_kind(policy, subject->group, subject->kind);
    const struct environment *environment =
        destination_environment(policy, kind, subject, subject->object);
    if (environment == NULL)
        return error_set(error, ERROR_VALUE, "the policy has no environment of that name");
    verdict->environment = environment;
    verdict->not_judged = why_not_judged(subject);
    if (verdict->not_judged == JUDGED) {
        struct judgement judgement = {
            .policy = policy,
            .subject = subject,
            .environment = environment,
            .kind = kind,
            .namespace = destination_namespace(kind, subject, subject->object),
            .arena = arena,
            .by_controller = is_made_by_controller(subject),
            .breaks_glass = breaks_glass(policy, subject),
            .verdict = verdict,
        };
        judgement.goes_anywhere = judgement.namespace.len == 0 && kind != NULL &&
                                  kind->destination.len != 0 && subject->scope.environment.len == 0;
        if (!judge_object(&judgement, error))
            return false;
    }
    verdict->allowed = verdict->outcome_counts[OUTCOME_DENY] == 0;
    return true;
}
