#include "check_run.h"

#include <pthread.h>
#include <stdlib.h>

#include "check_complain.h"
#include "check_progress.h"

struct run;

/* What a thread does with one input. False when there is no memory. */
typedef bool run_step(struct run *run, size_t index, struct check_scratch *scratch);

/* The lock is held for everything but the reading and judging of a file. */
struct run {
    struct check_terms terms;
    const struct input_list *inputs;
    run_step *step;
    struct namespace_labels labels;
    struct check_summary *summary;
    struct check_progress progress;
    pthread_mutex_t lock;
    size_t next;                    /* the first that no thread has taken */
    size_t merged;                  /* the first that is not in the summary */
    struct check_result **finished; /* of those that wait for one before them; else NULL */
    bool failed;
};

static bool merge_one(struct run *run, struct check_result *result)
{
    check_progress_end(&run->progress);
    if (!run->terms.is_repeated) {
        check_complain_of_keys(&result->warnings);
        check_complain_of_problems(&result->report.problems);
    }
    run->summary->stray_count += result->stray_count;
    bool done = report_append(run->summary->report, &result->report);
    check_result_release(result);
    free(result);
    return done;
}

static void merge_finished(struct run *run)
{
    while (run->merged < run->inputs->count && run->finished[run->merged] != NULL) {
        struct check_result *result = run->finished[run->merged];
        run->finished[run->merged++] = NULL;
        if (!merge_one(run, result))
            run->failed = true;
    }
    check_progress_show(&run->progress, run->merged, run->inputs->count);
}

/* False: nothing is left to do. */
static bool take_input(struct run *run, size_t *index)
{
    pthread_mutex_lock(&run->lock);
    bool is_left = !run->failed && run->next < run->inputs->count;
    if (is_left)
        *index = run->next++;
    pthread_mutex_unlock(&run->lock);
    return is_left;
}

static bool find_labels(struct run *run, size_t index, struct check_scratch *scratch)
{
    struct namespace_labels found;
    namespace_labels_init(&found);
    bool done = check_file_labels(&run->inputs->items[index], scratch, &found);
    pthread_mutex_lock(&run->lock);
    done = done && namespace_labels_append(&run->labels, &found);
    pthread_mutex_unlock(&run->lock);
    namespace_labels_release(&found);
    return done;
}

static bool judge(struct run *run, size_t index, struct check_scratch *scratch)
{
    struct check_result *result = calloc(1, sizeof *result);
    bool done =
        result != NULL && check_file(&run->terms, &run->inputs->items[index], scratch, result);
    pthread_mutex_lock(&run->lock);
    run->finished[index] = result;
    merge_finished(run);
    pthread_mutex_unlock(&run->lock);
    return done;
}

static void fail(struct run *run)
{
    pthread_mutex_lock(&run->lock);
    run->failed = true;
    pthread_mutex_unlock(&run->lock);
}

static void *work(void *argument)
{
    struct run *run = argument;
    struct check_scratch scratch;
    size_t index;
    check_scratch_init(&scratch);
    while (take_input(run, &index)) {
        if (!run->step(run, index, &scratch))
            fail(run);
    }
    check_scratch_release(&scratch);
    return NULL;
}

/* This thread works too: if no other one can be started, it takes longer. */
static void work_together(struct run *run, run_step *step, pthread_t *threads, unsigned count)
{
    unsigned started = 0;
    run->step = step;
    run->next = 0;
    while (started < count && pthread_create(&threads[started], NULL, work, run) == 0)
        started++;
    work(run);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

static void release_finished(struct run *run)
{
    for (size_t i = 0; i < run->inputs->count; i++) {
        if (run->finished[i] != NULL)
            check_result_release(run->finished[i]);
        free(run->finished[i]);
    }
}

/* Namespaces may be labelled in another file than their objects, so these are read first; but for
 * the environment that is given, nobody asks them. */
static void run_steps(struct run *run, pthread_t *threads, unsigned count)
{
    if (run->terms.environment.len == 0)
        work_together(run, find_labels, threads, count);
    namespace_labels_settle(&run->labels, run->terms.policy);
    check_progress_begin(&run->progress, run->terms.start_ns);
    work_together(run, judge, threads, count);
    check_progress_end(&run->progress);
}

bool check_run(const struct check_terms *terms, const struct input_list *inputs, unsigned jobs,
               struct check_summary *summary)
{
    struct run run = {.terms = *terms, .inputs = inputs, .summary = summary};
    unsigned helpers = jobs < inputs->count ? jobs - 1 : (unsigned)inputs->count;
    pthread_t *threads = calloc(helpers + 1, sizeof *threads);
    run.finished = calloc(inputs->count + 1, sizeof(struct check_result *));
    bool done = threads != NULL && run.finished != NULL;
    if (done) {
        namespace_labels_init(&run.labels);
        run.terms.labels = &run.labels;
        pthread_mutex_init(&run.lock, NULL);
        run_steps(&run, threads, helpers);
        pthread_mutex_destroy(&run.lock);
        release_finished(&run);
        namespace_labels_release(&run.labels);
    }
    free(run.finished);
    free(threads);
    return done && !run.failed;
}
