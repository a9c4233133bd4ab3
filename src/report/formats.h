/* formats.h - the writers behind the table of formats, one per file. */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report/report.h"

report_writer format_text;
report_writer format_json;
report_writer format_yaml;
report_writer format_sarif;
report_writer format_junit;
report_writer format_github;
report_writer format_gitlab;
report_writer format_tap;
report_writer format_markdown;
report_writer format_html;
report_writer format_table;

#endif
