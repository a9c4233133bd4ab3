# Reads src/core/kinds.table, which says how it is written, and prints what -v output=c|docs|rules|places asks
# for. A line that it does not understand ends it.

function fail(what) {
    print FILENAME ":" FNR ": " what > "/dev/stderr"
    failed = 1
    exit 1
}

BEGIN {
    sorts = "pod-spec image overrides override-texts values values-text parameters manifest-text opaque exact-names"
    count = split(sorts, names, " ")
    for (i = 1; i <= count; i++)
        is_place[names[i]] = 1
    count = split("git branch tag commit digest chart range newest argo", names, " ")
    for (i = 1; i <= count; i++)
        is_revision[names[i]] = 1
    count = split("placeholders requires-image only gitops", names, " ")
    for (i = 1; i <= count; i++)
        is_flag[names[i]] = 1
    kinds = sections = shapes = 0
}

# ---- Reading.

/^# ---- / {
    section[++sections] = substr($0, 8)
    in_notes = 1
    next
}
/^#/ {
    if (in_notes && sections)
        notes[sections] = notes[sections] substr($0, 2)
    next
}
/^ *$/ {
    in_notes = 0
    next
}

/^shape / {
    shape = shape_name[++shapes] = $2
    kind = 0
    next
}
/^[a-z]/ {
    if (NF != 5)
        fail("a kind has a group, a kind, a plural, versions and a scope")
    if ($5 !~ /^(namespaced|cluster|unsent)$/)
        fail("no such scope: " $5)
    shape = ""
    kind = ++kinds
    in_notes = 0
    group[kind] = $1 == "core" ? "" : $1
    name[kind] = $2
    plural[kind] = $3
    versions[kind] = $4
    scope[kind] = $5
    section_of[kind] = sections
    if (seen[group[kind], $2]++)
        fail("given twice: " $1 " " $2)
    next
}
/^    [a-z]/ {
    if (shape != "") {
        sub(/^ +/, "")
        lines[shape, ++line_count[shape]] = $0
    } else if (kind) {
        sub(/^ +/, "")
        written[kind, ++written_count[kind]] = $0
        take($0, ".")
    } else {
        fail("belongs to no kind")
    }
    next
}
{
    fail("not understood: " $0)
}

function below(prefix, path) {
    if (path == ".")
        return prefix
    return prefix == "." ? path : prefix "." path
}

function take(line, prefix,    words, count, i, field) {
    count = split(line, words, " ")
    if (words[1] == "use" && count == 3) {
        if (!line_count[words[2]])
            fail("no such shape: " words[2])
        for (i = 1; i <= line_count[words[2]]; i++)
            take(lines[words[2], i], below(prefix, words[3]))
    } else if (is_place[words[1]] && count == 2) {
        add_place(words[1], below(prefix, words[2]))
    } else if (words[1] == "revision" && count >= 3) {
        add_place("revision", below(prefix, words[2]))
        for (i = 3; i <= count && words[i] != "of"; i++) {
            split(words[i], field, ":")
            if (!is_revision[field[2]])
                fail("no such sort of revision: " words[i])
            fields[kind, places[kind], ++field_count[kind, places[kind]]] = words[i]
        }
        source[kind, places[kind]] = words[i] == "of" ? words[i + 1] : ""
    } else if (words[1] == "destination" && words[3] ~ /^(any|own)$/ && count == 3) {
        destination[kind] = words[2]
        destination_default[kind] = words[3]
    } else if (words[1] == "subresource" && count == 2) {
        subresource[kind] = words[2]
    } else if (is_flag[words[1]] && count == 1) {
        flag[kind, words[1]] = 1
    } else {
        fail("not understood: " line)
    }
}

function add_place(sort, path) {
    place_sort[kind, ++places[kind]] = sort
    place_path[kind, places[kind]] = path == "." ? "" : path
}

END {
    if (failed)
        exit 1
    if (output == "c")
        print_c()
    else if (output == "docs")
        print_docs()
    else if (output == "places")
        print_place_lines()
    else
        print_rules()
}

# ---- Places.

function print_place_lines(    i, j, f, list) {
    OFS = "\t"
    for (i = 1; i <= kinds; i++) {
        for (j = 1; j <= places[i]; j++) {
            list = ""
            for (f = 1; f <= field_count[i, j]; f++)
                list = list (f > 1 ? " " : "") fields[i, j, f]
            print group[i], name[i], plural[i], versions[i], scope[i], destination[i],
                place_sort[i, j], place_path[i, j], list
        }
    }
}

# ---- C.

function text(value) {
    return "TEXT_INIT(\"" value "\")"
}

function constant(prefix, word) {
    gsub(/-/, "_", word)
    return prefix toupper(word)
}

function print_fields(kind, place,    i, field, is_default) {
    printf "static const struct revision_field fields_%d_%d[] = {\n", kind, place
    for (i = 1; i <= field_count[kind, place]; i++) {
        split(fields[kind, place, i], field, ":")
        is_default = sub(/^=/, "", field[1])
        if (field[1] == ".")
            field[1] = ""
        printf "    {%s, %s, %s},\n", text(field[1]), constant("REVISION_", field[2]),
            is_default ? "true" : "false"
    }
    print "};"
}

function print_places(kind,    place, sort) {
    for (place = 1; place <= places[kind]; place++) {
        if (place_sort[kind, place] == "revision")
            print_fields(kind, place)
    }
    printf "static const struct kind_place places_%d[] = {\n", kind
    for (place = 1; place <= places[kind]; place++) {
        sort = place_sort[kind, place]
        printf "    {.sort = %s, .path = %s", constant("PLACE_", sort), text(place_path[kind, place])
        if (sort == "revision")
            printf ", .fields = fields_%d_%d, .field_count = %d, .source = %s", kind, place,
                field_count[kind, place], text(source[kind, place])
        print "},"
    }
    print "};"
}

function version_list(kind,    words, count, i, list) {
    count = split(versions[kind], words, ",")
    for (i = 1; i <= count; i++)
        list = list (i > 1 ? ", " : "") text(words[i])
    return list
}

function flag_text(kind, word) {
    return flag[kind, word] ? "true" : "false"
}

function print_kind(kind) {
    print "    {"
    printf "        .group = %s,\n        .kind = %s,\n", text(group[kind]), text(name[kind])
    printf "        .resource = %s,\n", text(plural[kind])
    printf "        .versions = {versions_%d, ARRAY_LEN(versions_%d)},\n", kind, kind
    printf "        .scope = %s,\n", constant("KIND_", scope[kind])
    if (subresource[kind] != "")
        printf "        .subresource = %s,\n", text(subresource[kind])
    if (destination[kind] != "")
        printf "        .destination = %s,\n        .destination_is_own = %s,\n",
            text(destination[kind]), destination_default[kind] == "own" ? "true" : "false"
    if (places[kind])
        printf "        .places = places_%d,\n        .place_count = ARRAY_LEN(places_%d),\n", kind, kind
    printf "        .requires_image = %s,\n", flag_text(kind, "requires-image")
    printf "        .is_searched = %s,\n",
        flag[kind, "requires-image"] || flag[kind, "only"] ? "false" : "true"
    printf "        .has_placeholders = %s,\n        .is_gitops = %s,\n    },\n",
        flag_text(kind, "placeholders"), flag_text(kind, "gitops")
}

# By kind, then by group, as kind_find_built_in() looks them up.
function sort_kinds(    i, j, moved) {
    for (i = 1; i <= kinds; i++) {
        for (j = i; j > 1 && name[i] " " group[i] < name[order[j - 1]] " " group[order[j - 1]]; j--)
            order[j] = order[j - 1]
        order[j] = i
    }
}

function print_c(    i) {
    print "/* Made by scripts/kinds of src/core/kinds.table. */"
    print "#include \"core/kind_table.h\"\n"
    for (i = 1; i <= kinds; i++) {
        printf "static const struct text versions_%d[] = {%s};\n", i, version_list(i)
        if (places[i])
            print_places(i)
    }
    sort_kinds()
    print "\nconst struct kind kind_table[] = {"
    for (i = 1; i <= kinds; i++)
        print_kind(order[i])
    print "};\n\nconst size_t kind_table_count = ARRAY_LEN(kind_table);"
}

# ---- Markdown: the lines as they are written, with each shape once.

function revision_text(words, count,    i, field, list) {
    for (i = 3; i <= count && words[i] != "of"; i++) {
        split(words[i], field, ":")
        if (sub(/^=/, "", field[1]))
            field[1] = "\"" field[1] "\""
        else
            field[1] = "`" (field[1] == "." ? words[2] : below(words[2], field[1])) "`"
        list = list (i > 3 ? ", else " : "") field[1] " (" field[2] ")"
    }
    return "revision " list
}

function line_text(line,    words, count) {
    count = split(line, words, " ")
    if (words[1] == "revision")
        return revision_text(words, count)
    if (words[1] == "use")
        return "[" words[2] "](#" words[2] ")" (words[3] == "." ? "" : " below `" words[3] "`")
    if (words[1] == "destination")
        return "for the namespace in `" words[2] "`, else " \
            (words[3] == "any" ? "for any" : "for its own")
    if (words[1] in label)
        return label[words[1]] (count == 1 ? "" : " `" words[2] "`")
    return ""
}

function print_kind_row(kind,    i, list, part) {
    for (i = 1; i <= written_count[kind]; i++) {
        part = line_text(written[kind, i])
        list = list (list == "" || part == "" ? "" : "<br>") part
    }
    printf "| %s | %s | %s | %s |\n", group[kind] == "" ? "core" : "`" group[kind] "`", name[kind],
        versions[kind], list == "" ? "nothing" : list
}

function print_docs(    i, j, at) {
    label["pod-spec"] = "pod spec"
    label["image"] = "image"
    label["overrides"] = "image overrides in"
    label["override-texts"] = "image override"
    label["values"] = "Helm values"
    label["values-text"] = "Helm values as text"
    label["parameters"] = "Helm parameters"
    label["manifest-text"] = "object as text"
    label["opaque"] = "text that is only reported"
    label["exact-names"] = "refused if field names are in other letters:"
    label["placeholders"] = "may hold placeholders"
    label["subresource"] = "subresource"
    for (i = 1; i <= kinds; i++) {
        if (section_of[i] != at) {
            at = section_of[i]
            printf "\n## %s\n", section[at]
            if (notes[at] != "")
                printf "\n%s\n", substr(notes[at], 2)
            print "\n| group | kind | versions | what is read |\n|---|---|---|---|"
        }
        print_kind_row(i)
    }
    print "\n## Shapes that several kinds share"
    for (i = 1; i <= shapes; i++) {
        printf "\n### %s\n\n", shape_name[i]
        for (j = 1; j <= line_count[shape_name[i]]; j++)
            print "- " line_text(lines[shape_name[i], j])
    }
}

# ---- The chart: one rule for each group. Versions of custom resources come and go, so the API server
# asks about all of them.

function is_wanted(kind, wanted) {
    return wanted == "all" ? scope[kind] != "unsent" : belongs_to(kind) == wanted
}

# Of the group of a kind, those that are wanted.
function resources_with(kind, wanted,    i, list) {
    for (i = kind; i <= kinds; i++) {
        if (!is_wanted(i, wanted) || group[i] != group[kind])
            continue
        list = list (list == "" ? "" : ", ") plural[i]
        if (subresource[i] != "" && wanted != "all")
            list = list ", " plural[i] "/" subresource[i]
    }
    return list
}

function print_rule_list(wanted,    i, groups_done) {
    printf "{{- define \"release-gate.rules.%s\" -}}\n", wanted
    for (i = 1; i <= kinds; i++) {
        if (!is_wanted(i, wanted) || groups_done[group[i]]++)
            continue
        print "- apiGroups: [" (group[i] == "" ? "\"\"" : group[i]) "]"
        if (wanted != "all") {
            print "  apiVersions: [" (wanted == "builtIn" ? versions[i] : "\"*\"") "]"
            print "  operations: [CREATE, UPDATE]"
        }
        print "  resources: [" resources_with(i, wanted) "]"
        if (wanted == "all")
            print "  verbs: [list]"
        else
            print "  scope: " (wanted == "elsewhere" ? "\"*\"" : "Namespaced")
    }
    print "{{- end }}\n"
}

function belongs_to(kind) {
    if (scope[kind] == "unsent")
        return ""
    if (flag[kind, "gitops"] || scope[kind] == "cluster")
        return "elsewhere"
    # The group of a custom resource is a domain.
    return index(group[kind], ".") == 0 ? "builtIn" : "custom"
}

function print_rules() {
    print "{{/* Made by scripts/kinds of the table of kinds: what the webhooks are asked about. */}}\n"
    print "{{/* Of Kubernetes itself. */}}"
    print_rule_list("builtIn")
    print "{{/* Custom resources in the namespace that they run in. */}}"
    print_rule_list("custom")
    print "{{/* What decides about other namespaces than its own. */}}"
    print_rule_list("elsewhere")
    print "{{/* What an audit may list. */}}"
    print_rule_list("all")
}
