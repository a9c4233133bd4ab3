/* limits.h - the limits that a user may meet, with unit, reason and source. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    /* Largest tag in bytes (OCI distribution spec 1.1, "Pulling manifests"). */
    LIMIT_TAG_BYTES = 128,

    /* Largest repository name in bytes, registry not counted
     * (github.com/distribution/reference, RepositoryNameTotalLengthMax). */
    LIMIT_REPOSITORY_BYTES = 255,

    /* How deep JSON and YAML may nest. The deepest CustomResourceDefinition schemas in public use
     * stay under 60. */
    LIMIT_DOCUMENT_DEPTH = 200,

    /* Nodes that the aliases of one YAML document may stand for, all repetitions counted: a few
     * lines can say a billion. kubectl refuses at 400,000 to 4,000,000, depending on the rest. */
    LIMIT_ALIAS_NODES = 1000000,

    /* Objects and lists in one AdmissionReview. json-c takes some 700 bytes for an object, however
     * empty, so that 8 MiB of "{}," would take 2 GiB. The API server's own largest (two objects of
     * 1.5 MiB, half of it managedFields) have under 100,000. */
    LIMIT_REVIEW_CONTAINERS = 150000,

    /* Largest request.uid in bytes. The API server sends a UUID of 36. */
    LIMIT_UID_BYTES = 128,

    /* Longest field name in a configured path: a field name of a Kubernetes object is far shorter,
     * and the name is copied to the stack for the look-up. */
    LIMIT_PATH_SEGMENT_BYTES = 255,

    /* A warning longer than this is cut by clients
     * (kubernetes.io: "limit individual warning messages to 120 characters"). */
    LIMIT_WARNING_BYTES = 120,

    /* Warnings per answer. The API server drops what exceeds 4096 bytes in all. */
    LIMIT_WARNINGS = 16,

    /* Findings that a denial spells out; the rest is counted. */
    LIMIT_MESSAGE_FINDINGS = 20,

    /* Bytes of a value from the request that a message repeats. */
    LIMIT_QUOTED_BYTES = 300,
};

#endif
