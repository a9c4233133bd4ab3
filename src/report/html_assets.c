#include "html_assets.h"

/* Made from html_page.css and html_page.js by the Makefile: one byte after the other. */
static const char style[] = {
#include "html_page.css.inc"
};

static const char script[] = {
#include "html_page.js.inc"
};

const struct html_asset html_style = {
    .bytes = {style, sizeof style},
    .hash =
#include "html_page.css.hash"
        ,
};

const struct html_asset html_script = {
    .bytes = {script, sizeof script},
    .hash =
#include "html_page.js.hash"
        ,
};
