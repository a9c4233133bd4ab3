/* fake_api_server.h - tests/integration/fake_api_server.py, for the tests of one program. */
#ifndef TESTS_FAKE_API_SERVER_H
#define TESTS_FAKE_API_SERVER_H

/* Starts it in a folder of its own, into which the working directory changes: kubeconfig, ca.crt,
 * and what a test writes. Fails the test if it does not come up. */
void fake_api_server_start(void);

/* Before each test: nothing was asked yet, and the token is "first". */
void fake_api_server_reset(void);
void fake_api_server_stop(void);

/* A file in the working directory. */
void write_file(const char *name, const char *content);

#endif
