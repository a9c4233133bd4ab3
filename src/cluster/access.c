#include "access.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

void access_free_secret(char *secret)
{
    if (secret != NULL)
        OPENSSL_cleanse(secret, strlen(secret));
    free(secret);
}

static void free_list(char **list)
{
    for (char **item = list; item != NULL && *item != NULL; item++)
        access_free_secret(*item);
    free(list);
}

static void release_plugin(struct access_plugin *plugin)
{
    free(plugin->api_version);
    free(plugin->command);
    free_list(plugin->arguments);
    free_list(plugin->environment);
    free(plugin->hint);
}

void access_release(struct access *access)
{
    char *const public_texts[] = {
        access->server,         access->tls_server_name,  access->namespace,
        access->authority_file, access->authority,        access->token_file,
        access->key_file,       access->certificate_file, access->certificate,
    };
    for (size_t i = 0; i < ARRAY_LEN(public_texts); i++)
        free(public_texts[i]);
    access_free_secret(access->proxy);
    access_free_secret(access->key);
    access_free_secret(access->token);
    release_plugin(&access->plugin);
    *access = (struct access){0};
}
