#include "route.h"

#include "base/check.h"
#include "handlers.h"
#include "state.h"

static const char reading[] = "GET, HEAD";
static const char posting[] = "POST";

enum { EVERYWHERE = ENTRANCE_HTTPS | ENTRANCE_PLAIN };

static const struct route routes[] = {
    {TEXT_INIT("/validate"), TEXT_INIT("/validate"), false, ENTRANCE_HTTPS, posting, true,
     ADMISSION_IMAGES, handle_admission},
    {TEXT_INIT("/validate"), TEXT_INIT("/validate/ENVIRONMENT"), true, ENTRANCE_HTTPS, posting,
     true, ADMISSION_IMAGES, handle_admission},
    {TEXT_INIT("/guard"), TEXT_INIT("/guard"), false, ENTRANCE_HTTPS, posting, true,
     ADMISSION_NAMESPACE_LABEL, handle_admission},
    {TEXT_INIT("/imagereview"), TEXT_INIT("/imagereview"), false, ENTRANCE_HTTPS, posting, true,
     ADMISSION_IMAGE_REVIEW, handle_admission},
    {TEXT_INIT("/imagereview"), TEXT_INIT("/imagereview/ENVIRONMENT"), true, ENTRANCE_HTTPS,
     posting, true, ADMISSION_IMAGE_REVIEW, handle_admission},
    {TEXT_INIT("/livez"), TEXT_INIT("/livez"), false, EVERYWHERE, reading, false, ADMISSION_IMAGES,
     handle_livez},
    {TEXT_INIT("/readyz"), TEXT_INIT("/readyz"), false, EVERYWHERE, reading, false,
     ADMISSION_IMAGES, handle_readyz},
    {TEXT_INIT("/metrics"), TEXT_INIT("/metrics"), false, ENTRANCE_PLAIN, reading, false,
     ADMISSION_IMAGES, handle_metrics},
};

/* The segment after the route's path: not empty, and the last one. */
static bool cut_segment(const struct route *route, struct text path, struct text *segment)
{
    if (!text_starts_with(path, route->path))
        return false;
    struct text rest = text_slice(path, route->path.len, path.len);
    *segment = text_slice(rest, 1, rest.len);
    return segment->len != 0 && rest.ptr[0] == '/' && text_find(*segment, '/') == segment->len;
}

static bool has_path(const struct route *route, struct text path, struct text *segment)
{
    *segment = (struct text){0};
    return route->has_environment ? cut_segment(route, path, segment)
                                  : text_equal(route->path, path);
}

static bool has_method(const struct route *route, struct text method)
{
    struct text methods = text_from_string(route->methods);
    while (methods.ptr != NULL) {
        if (text_equal(text_trim_blanks(text_cut(&methods, ',')), method))
            return true;
    }
    return false;
}

struct route_match route_find(unsigned entrance, struct text method, struct text path)
{
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        struct route_match match = {ROUTE_FOUND, &routes[i], {0}};
        if ((routes[i].entrances & entrance) == 0 || !has_path(&routes[i], path, &match.segment))
            continue;
        if (!has_method(&routes[i], method))
            match.result = ROUTE_WRONG_METHOD;
        return match;
    }
    return (struct route_match){0};
}

uint8_t route_number(const struct route *route)
{
    return route != NULL ? (uint8_t)(route - routes + 1) : 0;
}

struct text route_label(uint8_t number)
{
    return number != 0 ? routes[number - 1].label : TEXT("other");
}

void route_put_paths(unsigned entrance, struct buffer *out)
{
    const char *separator = "";
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        if ((routes[i].entrances & entrance) == 0)
            continue;
        buffer_printf(out, "%s%.*s", separator, TEXT_ARGS(routes[i].label));
        separator = ", ";
    }
}
