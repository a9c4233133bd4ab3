/* tag_words.h - the words that name what an image is made from, as alternatives of a pattern. */
#ifndef CORE_TAG_WORDS_H
#define CORE_TAG_WORDS_H

/* Bases of images and well-known editions: alone they are a pointer to the newest release. */
#define TAG_WORDS_DISTRIBUTION                                                                     \
    "al|alma|almalinux|alpine|amazonlinux|archlinux|azurelinux|bci|busybox|cbl|centos|chiseled|"   \
    "debian|distroless|el|fc|fedora|gentoo|glibc|leap|linux|ltsc|mariner|musl|nanoserver|nixos|"   \
    "ol|opensuse|oracle|oraclelinux|photon|raspbian|redhat|rhel|rocky|rockylinux|scratch|"         \
    "servercore|slackware|sles|stream|suse|tumbleweed|ubi|ubuntu|uclibc|windows|"                  \
    "windowsservercore|wolfi"

/* Stable ones only: the name of a distribution still in the making is left to be unknown. */
#define TAG_WORDS_CODENAME                                                                         \
    "antelope|argon|bionic|bobcat|bookworm|boron|bullseye|buster|caracal|carbon|dalmatian|"        \
    "dubnium|epoxy|erbium|fermium|focal|foxy|galactic|gallium|humble|hydrogen|iron|jammy|jazzy|"   \
    "jessie|jod|kilted|kinetic|krypton|lunar|mantic|melodic|noble|noetic|oracular|plucky|"         \
    "questing|resolute|stretch|trixie|trusty|ussuri|victoria|wallaby|wheezy|xena|xenial|yoga|"     \
    "zed"

#define TAG_WORDS_RUNTIME                                                                          \
    "adoptopenjdk|amazoncorretto|aspnet|bun|clojure|corretto|crystal|dart|deno|dotnet|elixir|"     \
    "erlang|ghc|go|golang|graal|graalvm|haskell|hotspot|ibmjava|java|jdk|jre|julia|kernel|"        \
    "kotlin|liberica|lua|luajit|mandrel|netcore|node|nodejs|openj|openjdk|otp|perl|php|"           \
    "powershell|pwsh|py|pypy|python|ruby|runtime|rust|scala|sdk|semeru|swift|temurin|"             \
    "typescript|zulu"

#define TAG_WORDS_EDITION                                                                          \
    "apache|base|bash|ce|cli|community|core|cuda|curl|datacenter|debug|desktop|dind|ee|ent|"       \
    "enterprise|fips|fpm|full|headful|headless|lta|lts|micro|mini|minimal|nginx|non|nonroot|"      \
    "oldoldstable|oldstable|openresty|oss|otel|perception|pg|robot|rocm|rootless|ros|scm|"         \
    "simulation|slim|stable|standalone|standard|tiny|tomcat|webapi"

/* All of these may stand alone. */
#define TAG_WORDS_NAMED                                                                            \
    TAG_WORDS_DISTRIBUTION "|" TAG_WORDS_CODENAME "|" TAG_WORDS_RUNTIME "|" TAG_WORDS_EDITION

#endif
