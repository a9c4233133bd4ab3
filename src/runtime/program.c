#define _GNU_SOURCE
#include "runtime/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/clock.h"

enum { CHUNK_BYTES = 4096, NANOSECONDS_PER_MILLISECOND = 1000000 };

static size_t count_of(char *const *list)
{
    size_t count = 0;
    while (list[count] != NULL)
        count++;
    return count;
}

/* Does one of `variables` say something else? */
static bool is_replaced(const char *variable, char *const *variables)
{
    size_t name = strcspn(variable, "=") + 1;
    for (; *variables != NULL; variables++) {
        if (strncmp(variable, *variables, name) == 0)
            return true;
    }
    return false;
}

/* Borrowed strings; the list is the caller's to free(). */
static char **join_environment(char *const *variables)
{
    char **joined = calloc(count_of(environ) + count_of(variables) + 1, sizeof *joined);
    size_t count = 0;
    if (joined == NULL)
        return NULL;
    for (char **own = environ; *own != NULL; own++) {
        if (!is_replaced(*own, variables))
            joined[count++] = *own;
    }
    memcpy(joined + count, variables, count_of(variables) * sizeof *joined);
    return joined;
}

/* With all signals as a program expects them: here some are held or ignored. */
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    int failure = posix_spawnattr_setsigmask(attributes, &none);
    if (failure == 0)
        failure = posix_spawnattr_setsigdefault(attributes, &all);
    if (failure == 0)
        failure =
            posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return failure;
}

/* 0, or an errno. */
static int spawn(const struct program *program, char *const *environment, int output, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int failure = set_attributes(&attributes);
    if (failure == 0)
        failure =
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (failure == 0)
        failure = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    if (failure == 0)
        failure = posix_spawnp(child, program->command, &actions, &attributes, program->arguments,
                               environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/* False: the time is over. */
static bool wait_for_output(int output, uint64_t deadline_ns)
{
    struct pollfd readable = {.fd = output, .events = POLLIN};
    for (;;) {
        uint64_t now = clock_monotonic_ns();
        if (now >= deadline_ns)
            return false;
        int left_ms = (int)((deadline_ns - now) / NANOSECONDS_PER_MILLISECOND) + 1;
        int count = poll(&readable, 1, left_ms);
        if (count != 0 && !(count < 0 && errno == EINTR))
            return count > 0;
    }
}

static bool read_output(int file, uint64_t timeout_ms, struct buffer *output, struct error *error)
{
    uint64_t deadline = clock_monotonic_ns() + timeout_ms * NANOSECONDS_PER_MILLISECOND;
    char chunk[CHUNK_BYTES];
    for (;;) {
        if (!wait_for_output(file, deadline))
            return error_set(error, ERROR_SYSTEM, "did not end within %u s",
                             (unsigned)(timeout_ms / 1000));
        ssize_t count = read(file, chunk, sizeof chunk);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_set(error, ERROR_SYSTEM, "cannot be read: %s", strerror(errno));
        if (count == 0)
            return true;
        buffer_put(output, (struct text){chunk, (size_t)count});
        if (output->failed)
            return error_set(error, ERROR_LIMIT, "wrote too much");
    }
}

static bool check_end(pid_t child, struct error *error)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return error_set(error, ERROR_SYSTEM, "cannot be waited for: %s", strerror(errno));
    }
    if (WIFSIGNALED(status))
        return error_set(error, ERROR_SYSTEM, "was ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ||
           error_set(error, ERROR_SYSTEM, "ended with status %d", WEXITSTATUS(status));
}

static bool run(const struct program *program, char *const *environment, struct buffer *output,
                struct error *error)
{
    int ends[2];
    pid_t child = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(error, ERROR_SYSTEM, "cannot be started: %s", strerror(errno));
    int failure = spawn(program, environment, ends[1], &child);
    close(ends[1]);
    bool is_done = failure == 0 && read_output(ends[0], program->timeout_ms, output, error);
    close(ends[0]);
    if (failure != 0)
        return error_set(error, ERROR_SYSTEM, "cannot be started: %s", strerror(failure));
    if (!is_done)
        kill(child, SIGKILL);
    return check_end(child, error) && is_done;
}

bool program_run(const struct program *program, struct buffer *output, struct error *error)
{
    char **environment = join_environment(program->variables);
    if (environment == NULL)
        return error_no_memory(error);
    bool is_done = run(program, environment, output, error);
    free(environment);
    return is_done;
}
