#define _GNU_SOURCE
#include "fake_api_server.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/clock.h"

enum { PATH_BYTES = 4096, POLLS = 6000, POLL_MS = 10 };

static char folder[] = "/tmp/release-gate-fake-XXXXXX";
static char script[PATH_BYTES];
static char home[PATH_BYTES];
static pid_t child;
static int standard_input[2];

void write_file(const char *name, const char *content)
{
    FILE *file = fopen(name, "w");
    ck_assert_msg(file != NULL, "%s: %s", name, strerror(errno));
    fputs(content, file);
    fclose(file);
}

static void find_script(void)
{
    const char *data = getenv("RG_TEST_DATA");
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/../integration/fake_api_server.py",
             data != NULL ? data : "tests/data");
    ck_assert_msg(realpath(path, script) != NULL, "%s: %s", path, strerror(errno));
}

static void run(void)
{
    dup2(standard_input[0], STDIN_FILENO);
    close(standard_input[1]);
    execlp("python3", "python3", script, folder, (char *)NULL);
    _exit(1);
}

void fake_api_server_start(void)
{
    signal(SIGPIPE, SIG_IGN);
    find_script();
    memcpy(strrchr(folder, '-'), "-XXXXXX", sizeof "-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_ptr_nonnull(getcwd(home, sizeof home));
    ck_assert_int_eq(pipe(standard_input), 0);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        run();
    close(standard_input[0]);
    ck_assert_int_eq(chdir(folder), 0);
    for (int i = 0; i < POLLS && access("kubeconfig", F_OK) != 0; i++)
        clock_sleep_ms(POLL_MS);
    ck_assert_msg(access("kubeconfig", F_OK) == 0, "the fake API server does not come up");
}

void fake_api_server_reset(void)
{
    write_file("token", "first\n");
    write_file("reset", "");
}

void fake_api_server_stop(void)
{
    static const char *const files[] = {"ca.crt", "ca.key", "kubeconfig", "token",  "accepted",
                                        "plugin", "other",  "reset",      "object", "written"};
    close(standard_input[1]);
    waitpid(child, NULL, 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    ck_assert_int_eq(chdir(home), 0);
    rmdir(folder);
}
