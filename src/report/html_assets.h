/* html_assets.h - style and script of the HTML page, which loads nothing from anywhere. */
#ifndef REPORT_HTML_ASSETS_H
#define REPORT_HTML_ASSETS_H

#include "base/text.h"

struct html_asset {
    struct text bytes;
    const char *hash; /* "'sha256-...'": a Content-Security-Policy (W3C CSP Level 3, 2.3.1) that has
                         it admits these bytes and no others */
};

extern const struct html_asset html_style;
extern const struct html_asset html_script;

#endif
