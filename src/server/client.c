#include "client.h"

#include <gnutls/gnutls.h>

enum { NAME_BYTES = 256, MAX_CHAIN = 8 };

static gnutls_session_t session_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info != NULL ? info->tls_session : NULL;
}

static bool refuse_chain(unsigned status, struct error *error)
{
    gnutls_datum_t text = {0};
    int failure = gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0);
    error_set(error, ERROR_VALUE, "the client certificate is not accepted: %s",
              failure == 0 ? (const char *)text.data : "it cannot be verified");
    gnutls_free(text.data);
    return false;
}

/* What the client sent, leaf first; the certificates are the caller's. */
static unsigned import_chain(gnutls_session_t session, gnutls_x509_crt_t chain[MAX_CHAIN])
{
    unsigned sent = 0;
    unsigned count = 0;
    const gnutls_datum_t *raw = gnutls_certificate_get_peers(session, &sent);
    for (; raw != NULL && count < sent && count < MAX_CHAIN; count++) {
        if (gnutls_x509_crt_init(&chain[count]) != 0)
            break;
        if (gnutls_x509_crt_import(chain[count], &raw[count], GNUTLS_X509_FMT_DER) != 0) {
            gnutls_x509_crt_deinit(chain[count]);
            break;
        }
    }
    return count;
}

static bool check_chain(gnutls_x509_trust_list_t authority, gnutls_x509_crt_t *chain,
                        unsigned count, struct error *error)
{
    char purpose[] = GNUTLS_KP_TLS_WWW_CLIENT;
    gnutls_typed_vdata_st wanted = {.type = GNUTLS_DT_KEY_PURPOSE_OID,
                                    .data = (unsigned char *)purpose};
    unsigned status = 0;
    if (count == 0)
        return error_set(error, ERROR_VALUE, "a client certificate is required");
    int failure =
        gnutls_x509_trust_list_verify_crt2(authority, chain, count, &wanted, 1, 0, &status, NULL);
    if (failure != 0)
        return error_set(error, ERROR_VALUE, "the client certificate cannot be verified: %s",
                         gnutls_strerror(failure));
    return status == 0 || refuse_chain(status, error);
}

static bool is_one_of(const struct text_list *names, const char *bytes, size_t len)
{
    for (size_t i = 0; i < names->count; i++) {
        if (text_equal_ignoring_case(names->items[i], (struct text){bytes, len}))
            return true;
    }
    return false;
}

static bool has_common_name(gnutls_x509_crt_t leaf, const struct text_list *names)
{
    char name[NAME_BYTES];
    size_t len = sizeof name;
    return gnutls_x509_crt_get_dn_by_oid(leaf, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &len) ==
               0 &&
           is_one_of(names, name, len);
}

static bool has_dns_name(gnutls_x509_crt_t leaf, const struct text_list *names)
{
    int type = 0;
    for (unsigned i = 0; type >= 0 || type == GNUTLS_E_SHORT_MEMORY_BUFFER; i++) {
        char name[NAME_BYTES];
        size_t len = sizeof name;
        type = gnutls_x509_crt_get_subject_alt_name(leaf, i, name, &len, NULL);
        if (type == GNUTLS_SAN_DNSNAME && is_one_of(names, name, len))
            return true;
    }
    return false;
}

static bool check_name(gnutls_x509_crt_t leaf, const struct text_list *names, struct error *error)
{
    return names->count == 0 || has_common_name(leaf, names) || has_dns_name(leaf, names) ||
           error_set(error, ERROR_VALUE, "the client certificate has none of the accepted names");
}

bool client_is_admitted(struct MHD_Connection *connection, gnutls_x509_trust_list_t authority,
                        const struct text_list *names, struct error *error)
{
    gnutls_session_t session = session_of(connection);
    gnutls_x509_crt_t chain[MAX_CHAIN] = {NULL};
    if (session == NULL)
        return error_set(error, ERROR_INTERNAL, "the connection is not encrypted");
    unsigned count = import_chain(session, chain);
    bool is_admitted =
        check_chain(authority, chain, count, error) && check_name(chain[0], names, error);
    for (unsigned i = 0; i < count; i++)
        gnutls_x509_crt_deinit(chain[i]);
    return is_admitted;
}
