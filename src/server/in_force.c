#include "in_force.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate.h"

void in_force_slot_init(struct in_force_slot *slot)
{
    pthread_mutex_init(&slot->lock, NULL);
    slot->current = NULL;
}

void in_force_slot_release(struct in_force_slot *slot)
{
    in_force_release(slot->current);
    slot->current = NULL;
    pthread_mutex_destroy(&slot->lock);
}

static void free_in_force(struct in_force *in_force)
{
    if (in_force->client_authority != NULL)
        gnutls_x509_trust_list_deinit(in_force->client_authority, 1);
    config_free(in_force->config);
    free(in_force);
}

static bool trust(struct in_force *in_force, char *pem, const char *file, struct error *error)
{
    gnutls_datum_t bytes = {.data = (unsigned char *)pem, .size = (unsigned)strlen(pem)};
    if (gnutls_x509_trust_list_init(&in_force->client_authority, 0) != 0)
        return error_no_memory(error);
    int count = gnutls_x509_trust_list_add_trust_mem(in_force->client_authority, &bytes, NULL,
                                                     GNUTLS_X509_FMT_PEM, 0, 0);
    if (count > 0)
        return true;
    error_set(error, ERROR_VALUE, "GnuTLS does not take the certificates: %s",
              gnutls_strerror(count));
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%s", file);
    return false;
}

static bool load_authority(struct in_force *in_force, const char *file, struct error *error)
{
    if (file[0] == '\0')
        return true;
    char *pem = certificate_load_authority(file, error);
    bool is_trusted = pem != NULL && trust(in_force, pem, file, error);
    free(pem);
    return is_trusted;
}

static struct in_force *new_in_force(struct config *config, struct error *error)
{
    struct in_force *in_force = calloc(1, sizeof *in_force);
    if (in_force == NULL) {
        error_no_memory(error);
        return NULL;
    }
    atomic_init(&in_force->holders, 1);
    if (load_authority(in_force, config->tls.client_ca_file, error)) {
        in_force->config = config;
        return in_force;
    }
    free_in_force(in_force);
    return NULL;
}

bool in_force_set(struct in_force_slot *slot, struct config *config, struct error *error)
{
    struct in_force *next = new_in_force(config, error);
    if (next == NULL)
        return false;
    pthread_mutex_lock(&slot->lock);
    struct in_force *last = slot->current;
    slot->current = next;
    pthread_mutex_unlock(&slot->lock);
    in_force_release(last);
    return true;
}

struct in_force *in_force_hold(struct in_force_slot *slot)
{
    pthread_mutex_lock(&slot->lock);
    struct in_force *current = slot->current;
    atomic_fetch_add(&current->holders, 1);
    pthread_mutex_unlock(&slot->lock);
    return current;
}

void in_force_release(struct in_force *in_force)
{
    if (in_force != NULL && atomic_fetch_sub(&in_force->holders, 1) == 1)
        free_in_force(in_force);
}
