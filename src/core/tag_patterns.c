#include "tag_patterns.h"

#include "base/check.h"
#include "core/tag_words.h"

/* How to read the table: a tag is a row of components with '-', '_' or '.' between them. What
 * warns of an untested build is looked for first and anywhere; only then is a tag a release, and
 * only if every component is in the vocabulary below. So a word that nobody thought of leaves a
 * tag `unknown`, which production denies, and never makes a release of it.
 *
 * In the extended syntax blanks mean nothing. All components end with (?&end) and are atomic, so
 * that there is only one way to cut a tag: without that a tag such as "1.1.1.1.1..." would take
 * time that doubles with every component. */

/* Words that say nothing alone, but change nothing about a version that they stand beside. */
#define FLAVOUR                                                                                    \
    "aarch|aarch64|abi|accelerated|activemq|adapter|admin|advanced|agent|ai|airflow|airgap|"       \
    "aks|alertmanager|all|allinone|alpinelinux|amazon|amd|amd64|amd64v|anaconda|android|"          \
    "ansible|api|apisix|apk|app|appliance|arm|arm32|arm32v|arm32v5|arm32v6|arm32v7|arm64|"         \
    "arm64v|arm64v8|armel|armhf|armv|armv6l|armv7l|artemis|artifactory|aspnetcore|avx|avx2|"       \
    "avx512|aws|awscli|azul|azure|backend|backports|bamboo|barman|basic|batteries|bedrock|"        \
    "bin|binary|bitbucket|bitnami|blas|bookshelf|boost|box|brotli|browsers|builder|buildpack|"     \
    "buildpacks|bundle|business|caddy|cadvisor|calico|camel|camunda|canal|cassandra|cc|"           \
    "celery|ceph|certbot|chisel|chrome|chromium|cilium|citus|clang|clickhouse|client|cloud|"       \
    "cloudsql|cluster|cmake|cni|collector|complete|composer|compute|conda|confluence|console|"     \
    "container|contrib|controller|coredns|corporate|couchbase|couchdb|cp|cpu|cpuonly|cpuv|"        \
    "cron|crowd|csi|cudnn|cxx|cypress|dask|data|database|datadog|db|dbt|deb|debezium|default|"     \
    "deploy|deprecated|deps|devel|developer|dex|directml|django|dns|docker|driver|druid|"          \
    "drupal|ebpf|eclipse|edition|eks|eksbuild|elastic|elasticsearch|embedded|emqx|envoy|es|"       \
    "etcd|exporter|express|ext|extended|extra|extras|faiss|falco|fargate|fastapi|fastcgi|"         \
    "faststart|ff|ffmpeg|filebeat|final|firefox|flannel|flask|flatpak|flink|fluent|fluentbit|"     \
    "fluentd|forward|frankenphp|free|frontend|ga|gateway|gaudi|gcc|gcp|gcs|gdal|gecko|"            \
    "geckodriver|geoip|github|gitlab|gke|gnu|gnupg|gnupg2|google|gpu|gradle|grafana|graphql|"      \
    "graphviz|graviton|grid|grpc|gssapi|gtk|guacamole|gui|gunicorn|habana|hadoop|haproxy|"         \
    "hardened|hdfs|helm|helper|hive|hpu|http|https|hyperv|i386|i686|ibm|icu|imagemagick|"          \
    "incubating|inference|influxdb|ingress|init|initcontainer|intel|intelmpi|ipex|ipv|"            \
    "ipython|isolated|istio|jaeger|jax|jbang|jenkins|jetty|jira|jit|jmx|joomla|jq|jruby|js|"       \
    "jupyter|jupyterlab|jvm|k0s|k3s|k8s|kafka|kerberos|keycloak|keydb|kibana|kinesis|krb|"         \
    "kubectl|kubernetes|kustomize|lambda|laravel|large|latex|ldap|legacy|lein|letsencrypt|"        \
    "lib|libc|liberty|libressl|licensed|light|linkerd|linuxserver|lite|llvm|logstash|loki|"        \
    "loong64|loongarch64|lsio|lxd|magento|magento2|management|manager|mariadb|matlab|maven|"       \
    "memcached|meta|metal|metrics|microprofile|miniconda|minideb|minio|mips|mips64le|mkl|"         \
    "mlflow|mod|mofed|mongo|mongodb|mongosh|moodle|mosquitto|mpi|mpich|mpm|ms|msi|mssql|msvc|"     \
    "multi|multiarch|mysql|nano|nat|native|nats|nccl|neo4j|neoverse|net|newrelic|nextcloud|"       \
    "no|noavx|none|nosse|notebook|nouveau|npm|npu|nvcc|nvidia|oauth|oci|octane|octave|odoo|"       \
    "ofed|official|on|onbuild|oneapi|onnx|onnxruntime|opa|open|opencl|opencv|opengl|openldap|"     \
    "openmp|openmpi|opensearch|openshift|openssl|openvino|openvpn|operator|org|packer|paddle|"     \
    "paketo|pam|pandas|papertrail|passenger|pgadmin|pgbouncer|pgvecto|pgvector|phantomjs|pip|"     \
    "pipenv|playwright|plugin|plugins|plus|pnpm|podman|poetry|postfix|postgis|postgres|"           \
    "postgresql|ppc|ppc64le|premium|prestashop|presto|privileged|pro|prod|production|"             \
    "professional|prometheus|protobuf|proxy|psql|pulsar|puma|puppet|pyspark|pytorch|qemu|qt|"      \
    "quarkus|quic|r|rabbitmq|rails|rancher|ray|rdkit|redis|redisearch|release|resty|riscv|"        \
    "riscv64|rke|rke2r|roadrunner|rocksdb|root|rpm|rs|rstudio|runner|s2i|s3|s390x|s6|saml|"        \
    "sasl|sbt|scipy|sealed|selenium|sentinel|server|service|sftp|sgx|shell|shib|shopware|"         \
    "sidecar|single|singleuser|sip|skaffold|slurm|small|smb|snap|solr|spark|spring|sql|"           \
    "sqlite|sqlserver|squid|src|sse|sse4|ssh|ssl|sssd|stackdriver|starter|static|std|"             \
    "streaming|stunnel|superset|supervisor|swarm|swoole|sycl|symfony|synapse|syslog|"              \
    "tailscale|tar|tempo|temporal|tensorflow|tensorrt|terraform|tf|th|thanos|threaded|tidb|"       \
    "tika|timescaledb|tini|tinygo|tls|tomee|tools|tor|torch|tpu|traefik|transformers|trino|"       \
    "triton|trt|ts|turbo|typo3|ui|ultimate|universal|unlimited|unprivileged|utils|uwsgi|"          \
    "valkey|vanilla|varnish|vault|vector|velero|vertx|vips|virtio|vllm|vnc|vpn|vscode|vulkan|"     \
    "wasm|weave|web|webdav|webhook|webp|webprofile|webui|wildfly|wine|wireguard|with|without|"     \
    "woocommerce|wordpress|worker|wsl|x11|x64|x86|xdebug|xfce|xpack|xpu|xrdp|xvfb|yarn|zend|"      \
    "zip|zookeeper|zts"

/* A counter of rebuilds or patches of one version: "r45", "p1", "ls33", "CU5". */
#define REVISION "b|cu|fp|ifix|ls|p|patch|post|r|rev|revision|sec|sp|u|update|v"

/* Names of pointers and branches that move with every build. */
#define CHANNEL                                                                                    \
    "bleeding|canary|daily|edge|experimental|head|insiders?|nightly|rawhide|sid|snapshots?|"       \
    "tip|unstable|weekly"
#define BRANCH                                                                                     \
    "ci|dev|develop|development|integration|main|master|next|qa|stage|staging|testing|trunk|"      \
    "uat"
#define PRE_RELEASE_WORD "alpha|beta|canary|candidate|milestone|pre|pre-?release|preview|rc"

/* What else names work in progress once a version stands beside it. */
#define WORK                                                                                       \
    "branch|broken|bug|bugfix|bugs|dirty|draft|early|exp|experiment|feat|feature|features|"        \
    "fix|fixes|hotfix|issue|local|merge|mr|poc|pr|prototype|pull|refactor|sandbox|spike|temp|"     \
    "tests?|tmp|topic|try|untested|user|wip"

/* In pieces, since compilers need not take a longer literal than 4095 characters. */
const char *const tag_vocabulary[] = {
    "(?x) (?(DEFINE)"
    "(?<end>      (?= [-_.] | \\z ) )"
    "(?<start>    (?<! [^-_.] ) )"
    "(?<number>   \\d{1,6} (?!\\d) )"

    /* Dates: a day that its month does not have is none. */
    "(?<monthday> (?: 0[13578] | 1[02] ) (?: 0[1-9] | [12]\\d | 3[01] )"
    "           | (?: 0[469] | 11 )      (?: 0[1-9] | [12]\\d | 30 )"
    "           | 02                     (?: 0[1-9] | [12]\\d ) )"
    "(?<day>      (?:19|20)\\d\\d (?&monthday) (?!\\d) )"
    "(?<date>     (?:19|20)\\d\\d (?: -\\d\\d-\\d\\d | \\.\\d\\d\\.\\d\\d ) (?!\\d) )"
    "(?<clock>    (?: [01]\\d | 2[0-3] ) [0-5]\\d )"
    "(?<moment>   (?:19|20)\\d\\d (?&monthday) (?&clock) (?:[0-5]\\d)?+ (?!\\d) )"
    "(?<epoch>    1[5-9]\\d{8} (?!\\d) )"
    "(?<when>     (?&day) | (?&moment) | (?&epoch) )",

    /* Seven digits are what Git abbreviates to; with a letter they cannot be a number. */
    "(?<commit>   (?&start) (?: (?:sha|git|commit|rev) [-_.]?+ [0-9a-f]{6,64}"
    "                         | g? (?= \\d*+[a-f] ) [0-9a-f]{7,64}"
    "                         | g \\d{7,64}"
    "                         | (?<=[-_]) (?! (?&when) ) \\d{7,64} ) (?&end) )"

    /* "12.1.0-cudnn8-devel", "12.1.0-devel-ubuntu22.04": full releases that bring a compiler. */
    "(?<devel>    devel (?<! cuda\\d\\d\\.\\d-devel | cudnn-devel | cudnn\\d-devel )"
    "             (?! [-_.] (?: centos | gpu | py | rockylinux | ubi | ubuntu ) ) )"
    "(?<untested> (?<![a-z])"
    "             (?: " PRE_RELEASE_WORD "|" CHANNEL "|" BRANCH "|" WORK "| (?&devel) ) (?![a-z])"
    "           | (?&start) (?: cr\\d+ | dp\\d+ | eap?\\d* | m\\d+ ) (?&end) )"

    "(?<version>  v?+ \\d{1,14} (?: \\.\\d{1,14} ){2,}+"
    "             (?: (?:p|post|r|u) \\d{1,4} | [c-z] )?+ (?&end) )",
    "(?<named>    (?: " TAG_WORDS_NAMED ")"
    "             (?:v?\\d{1,6})?+ (?&end) )",
    "(?<revision> (?: (?: " REVISION ") \\d{1,8} | build (?&day) ) (?&end) )",
    "(?<flavour>  (?: " FLAVOUR ") \\d{0,6}+ (?&end) )",
    "(?<figure>   (?: \\d{1,5} (?!\\d) | (?&when) | (?<=\\.)\\d{1,14} | \\d+bit"
    "             | (?<= \\d{8}[-_.] ) (?&clock) [0-5]\\d ) (?&end) )"
    "(?<variant>  (?> (?&figure) | (?&named) | (?&revision) | (?&flavour) ) )"
    "(?<variants> (?: [-_.] (?&variant) )*+ )"
    "(?<moving>   (?: latest | current | rolling | mainline ) (?&end) )"
    "(?<pointer>  (?> (?&variant) | (?&version) | (?&moving) ) )"
    "(?<pointers> (?: [-_.] (?&pointer) )*+ )"
    ")",
    NULL,
};

/* Begins with a version, or has a dotted one anywhere. A date is no version. */
#define HAS_VERSION "(?= v?+ (?&number) | .*? \\d\\.\\d )"
#define NO_VERSION "(?! v?+ (?&number) | .*? \\d\\.\\d )"
#define NO_COMMIT "(?! .*? (?&commit) )"

const struct tag_pattern tag_patterns[] = {
    {TAG_LATEST, "^ latest \\z", "the tag \"latest\""},

    /* '+' is in no tag that a runtime could pull. */
    {TAG_PRE_RELEASE, "^ v?+ \\d++\\.\\d++\\.\\d++ - [0-9a-z.-]++ \\+ [0-9a-z.-]++ \\z",
     "a SemVer pre-release with its build"},
    {TAG_UNKNOWN, "^ [^+]*+ \\+", "a name with \"+\", under which nothing is promoted"},

    {TAG_PRE_LATEST, "(?&start) pre [-_.]?+ latest (?&end)", "the newest build before promotion"},
    {TAG_PRE_LATEST, "^ (?:" CHANNEL ") (?![a-z])", "a channel of untested builds"},
    {TAG_PRE_LATEST, "^ (?:" BRANCH "|devel) (?![a-z])" NO_COMMIT, "the newest build of a branch"},
    {TAG_PRE_LATEST, "^ (?: pr | mr | pull | pull-request | merge-request ) [-_.]?+ \\d++ (?&end)",
     "a build of a pull request"},
    {TAG_PRE_LATEST,
     "^" NO_VERSION NO_COMMIT ".*? (?&start) (?:" PRE_RELEASE_WORD "|" CHANNEL "|" BRANCH
     "|devel) (?![a-z])",
     "a word for untested builds, and no version"},

    {TAG_PRE_RELEASE, "^" HAS_VERSION ".*? (?&untested)",
     "a version with a word for untested builds"},
    {TAG_PRE_RELEASE, "\\d\\.\\d++ (?: [ab]\\d*+ | c\\d++ ) (?&end)",
     "a version with an attached a, b or c: alpha, beta or candidate (PEP 440)"},
    /* The builds of a JDK are called so too: "8u502-b07-jdk". */
    {TAG_PRE_RELEASE, "^ (?! \\d++u\\d++-b\\d ) (?= .*? \\d\\.\\d ) .*? [-_.] [ab]\\d{1,3} (?&end)",
     "a version with a component such as b2: alpha or beta"},
    {TAG_PRE_RELEASE, "\\d - \\d{8}\\.\\d{6}-\\d++ (?&end)", "a Maven snapshot with its time"},
    {TAG_PRE_RELEASE, "(?<! [\\d.] ) 0\\.0\\.0 [-_.]",
     "0.0.0 with a suffix: a build without a version"},

    {TAG_SHA, "^ v?+ (?! (?&day) (?&end) ) \\d{7,}+ (?&end)",
     "a commit or build number of digits only"},
    {TAG_SHA, "^ .*? (?&commit)", "a Git commit, abbreviated or whole"},
    {TAG_SHA, "\\d\\.\\d++ - (?! (?&when) ) \\d{6,}+ (?&end)",
     "a version with the number of a build"},
    {TAG_SHA, "^" NO_VERSION ".*? [-_] (?: (?&moment) | (?&epoch) ) (?&end)",
     "the time of a build, and no version"},
    {TAG_SHA, "\\.\\d++ [-_.] (?= \\d*+[a-f] ) (?= [a-f]*+\\d ) [0-9a-f]{6} (?&end)",
     "a version with six digits of a Git commit"},

    /* A name may stand before the version: "myapp-1.2.3", "x86_64-v16.7.0", "php8.2.1-fpm". */
    {TAG_RELEASE,
     "^ (?: [a-z][a-z0-9]*+ (?:_64)?+ [-_.] ){0,3} [a-z]{0,15}+ (?&version) (?&variants) \\z",
     "a full version"},
    {TAG_RELEASE, "^ (?= .*? \\d\\.\\d++\\.\\d ) (?&variant) (?&variants) \\z",
     "a full version among versions of other parts"},
    {TAG_RELEASE, "^ v?+ (?&number) (?= .*? [-_.] (?&when) ) (?&variants) \\z",
     "a short version with the date of its build"},
    {TAG_RELEASE,
     "^ v?+ (?&number) (?= .*? [-_.] (?: (?&revision) | (?: final | ga ) (?&end) ) ) (?&variants) \\z",
     "a short version with a revision"},
    {TAG_RELEASE, "^ (?: 1\\. )? \\d++ [u_] \\d++ (?&variants) \\z", "a version of a JDK"},
    {TAG_RELEASE, "^ v?+ (?: (?&day) | (?&date) ) (?&variants) \\z", "a date"},
    {TAG_RELEASE,
     "^ (?= .*? (?&start) (?&named) ) (?= .*? [-_.] (?: (?&day) | (?&date) ) (?&end) )"
     "(?&variant) (?&variants) \\z",
     "a distribution or edition with a date"},
    {TAG_RELEASE, "^ release [-_.] (?&date) t [\\d-]++ z (?&variants) \\z",
     "a release with its time"},

    {TAG_FLOATING, "^ (?: version [-_.] | v )?+ (?&number) (?&pointers) \\z", "a short version"},
    {TAG_FLOATING,
     "^ (?= .*? (?&start) (?: (?&named) | (?&moving) ) ) (?&pointer) (?&pointers) \\z",
     "the newest release of a distribution, an edition or a series"},
    {TAG_FLOATING, "^ (?: ga | release ) \\z", "the newest release"},
};

const size_t tag_pattern_count = ARRAY_LEN(tag_patterns);
