#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_node.h"
#include "document/base64.h"
#include "keyring.h"

/* The keys of the Secret. */
static const struct part {
    const char *certificate;
    const char *key; /* NULL: it is not kept */
    size_t offset;
} parts[] = {
    {"ca.crt", "ca.key", offsetof(struct keyring, authority)},
    {"tls.crt", "tls.key", offsetof(struct keyring, serving)},
    {"ca-next.crt", "ca-next.key", offsetof(struct keyring, next)},
    {"ca-old.crt", NULL, offsetof(struct keyring, old)},
    {"tls-old.crt", NULL, offsetof(struct keyring, old_serving)},
};

static struct x509_pair *pair_at(struct keyring *keyring, const struct part *part)
{
    return (struct x509_pair *)(void *)((char *)keyring + part->offset);
}

/* NULL: it is not there, or not base64. */
static char *read_value(struct json_object *data, const char *key)
{
    struct buffer value = {0};
    struct text encoded = key != NULL ? json_member_text(data, key) : (struct text){0};
    char *text =
        encoded.len != 0 && base64_decode(encoded, &value) ? buffer_take(&value, NULL) : NULL;
    buffer_release(&value);
    return text;
}

/* ---- What of it can be used. */

static bool is_authority(const struct x509_pair *pair, int64_t now)
{
    struct x509_view view;
    return x509_look(pair->certificate, &view) && view.is_authority && now < view.until;
}

static void drop_unusable(struct keyring *keyring, int64_t now)
{
    struct x509_view view;
    if (!x509_is_pair(&keyring->serving) ||
        !x509_is_signed_by(keyring->serving.certificate, keyring->authority.certificate) ||
        !x509_look(keyring->serving.certificate, &view) || now >= view.until)
        x509_pair_release(&keyring->serving);
    if (!is_authority(&keyring->next, now) || !x509_is_pair(&keyring->next))
        x509_pair_release(&keyring->next);
    if (!is_authority(&keyring->old, now))
        x509_pair_release(&keyring->old);
}

static bool check_authority(const struct keyring *keyring, int64_t now, struct error *error)
{
    struct x509_view view;
    if (!x509_look(keyring->authority.certificate, &view))
        return error_set(error, ERROR_VALUE, "there is no certificate in ca.crt");
    if (!view.is_authority)
        return error_set(error, ERROR_VALUE, "ca.crt is no CA");
    if (now >= view.until)
        return error_set(error, ERROR_VALUE, "the CA in ca.crt has expired");
    return x509_is_pair(&keyring->authority) ||
           error_set(error, ERROR_VALUE, "ca.key is not the key of ca.crt");
}

bool keyring_read(struct json_object *data, int64_t now, struct keyring *keyring,
                  struct error *error)
{
    struct error reason = {0};
    *keyring = (struct keyring){0};
    errno = 0;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        struct x509_pair *pair = pair_at(keyring, &parts[i]);
        pair->certificate = read_value(data, parts[i].certificate);
        pair->key = read_value(data, parts[i].key);
    }
    bool is_usable = check_authority(keyring, now, &reason);
    if (is_usable)
        drop_unusable(keyring, now);
    /* Which the libraries do not tell from a certificate that is none. */
    if (errno == ENOMEM)
        is_usable = error_no_memory(error);
    else if (!is_usable)
        error_set(error, reason.kind, "%s", reason.text);
    if (!is_usable)
        keyring_release(keyring);
    return is_usable;
}

/* ---- Writing. */

static bool add_value(struct json_object *data, const char *key, const char *value)
{
    struct buffer encoded = {0};
    if (key == NULL || value == NULL)
        return true;
    base64_encode(text_from_string(value), &encoded);
    struct json_object *node =
        encoded.failed ? NULL : json_object_new_string_len(encoded.bytes, (int)encoded.len);
    bool is_added = node != NULL && json_object_object_add(data, key, node) == 0;
    if (!is_added)
        json_object_put(node);
    buffer_release(&encoded);
    return is_added;
}

struct json_object *keyring_data(const struct keyring *keyring)
{
    struct keyring source = *keyring;
    struct json_object *data = json_object_new_object();
    for (size_t i = 0; i < ARRAY_LEN(parts) && data != NULL; i++) {
        const struct x509_pair *pair = pair_at(&source, &parts[i]);
        if (add_value(data, parts[i].certificate, pair->certificate) &&
            add_value(data, parts[i].key, pair->key))
            continue;
        json_object_put(data);
        data = NULL;
    }
    return data;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, so that a CA that moves from next to current to old leaves the bundle as it is. */
void keyring_put_bundle(const struct keyring *keyring, struct buffer *out)
{
    const char *certificates[] = {
        keyring->authority.certificate,
        keyring->next.certificate,
        keyring->old.certificate,
    };
    for (size_t i = 0; i < ARRAY_LEN(certificates); i++) {
        if (certificates[i] == NULL)
            certificates[i] = "";
    }
    qsort(certificates, ARRAY_LEN(certificates), sizeof *certificates, compare);
    for (size_t i = 0; i < ARRAY_LEN(certificates); i++)
        buffer_put(out, text_from_string(certificates[i]));
}
