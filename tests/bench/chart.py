"""Charts of bars as SVG, readable on a light and on a dark page."""
import html

COLOURS = {"release-gate": "#2f81f7", "nginx": "#8b949e", "Go": "#3fb950", "Go, HTTP/1.1": "#7ee787",
           "OPA": "#db6d28", "CEL": "#a371f7", "none": "#8b949e"}
STYLE = """text { font: 12px sans-serif; fill: #24292f } .title { font-size: 14px; font-weight: bold }
.line { stroke: #d0d7de } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 }
.line { stroke: #30363d } }"""
BAR, GAP, LEFT, WIDTH = 16, 14, 120, 760


def number(value):
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def bars(title, groups):
    """`groups` is a list of (label, [(series, value)]); all values share one scale."""
    top = max(value for _, series in groups for _, value in series) or 1
    parts, y = [], 40
    for label, series in groups:
        height = BAR * len(series)
        parts.append(f'<text x="{LEFT - 10}" y="{y + height / 2 + 4}" text-anchor="end">'
                     f"{html.escape(label)}</text>")
        for name, value in series:
            length = max(1, (WIDTH - LEFT - 230) * value / top)
            parts.append(f'<rect x="{LEFT}" y="{y + 1}" width="{length:.1f}" height="{BAR - 2}" '
                         f'fill="{COLOURS[name]}"/><text x="{LEFT + length + 6:.1f}" y="{y + 12}">'
                         f"{number(value)} {html.escape(name)}</text>")
            y += BAR
        y += GAP
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img">'
            f"<title>{html.escape(title)}</title><style>{STYLE}</style>"
            f'<text class="title" x="10" y="22">{html.escape(title)}</text>'
            f'<line class="line" x1="{LEFT}" y1="34" x2="{LEFT}" y2="{y - GAP}"/>'
            + "\n".join(parts) + "</svg>\n")
