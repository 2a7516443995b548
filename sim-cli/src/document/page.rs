//! How the page looks, and the one place where its text is escaped.

/// A text that stands for itself in HTML and SVG, attributes included.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Colours that keep their contrast on white; the first four of the Government Analysis Function's palette.
pub(super) const PALETTE: [&str; 4] = ["#12436D", "#28A197", "#801650", "#F46A25"];

/// The page's style.
pub(super) const STYLE: &str = "\
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #111; font: 16px/1.5 system-ui, 'Segoe UI', Arial, sans-serif; }
main { max-width: 66rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 2px solid #12436D; }
p, li, dd { max-width: 46rem; }
.label { display: inline-block; max-width: none; margin: 0 0 1rem; padding: .35rem .75rem; border: 2px solid #801650; color: #801650;
  font-weight: 600; }
.warning { padding: .5rem .75rem; border-left: 6px solid #F46A25; background: #fff5ef; }
.note { margin-top: .25rem; color: #3d3d3d; font-size: .9rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll, figure { overflow-x: auto; background: linear-gradient(90deg, #fff 40%, #fff0) 0 0 / 3rem 100% no-repeat local,
  linear-gradient(270deg, #fff 40%, #fff0) 100% 0 / 3rem 100% no-repeat local,
  linear-gradient(90deg, #0005, #0000) 0 0 / .8rem 100% no-repeat,
  linear-gradient(270deg, #0005, #0000) 100% 0 / .8rem 100% no-repeat; }
.scroll { margin: 1rem 0 .25rem; }
.scroll:focus-visible, figure:focus-visible { outline: 3px solid #F46A25; outline-offset: 2px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
caption, figcaption { text-align: left; font-weight: 600; padding-bottom: .35rem; position: sticky; left: 0;
  max-width: calc(100vw - 2rem); }
th, td { padding: .3rem .7rem; border-bottom: 1px solid #d0d5da; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #12436D; vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 6.5rem; }
tbody td:not(.number) { min-width: 4.5rem; }
tr > th:first-child { position: sticky; left: 0; background: #fff; }
.number { text-align: right; white-space: nowrap; }
table.heat td { padding: .3rem .55rem; }
.holds { background: #e3f2ea; }
.above { background: #f9dcd0; font-weight: 600; }
.below { background: #dbe4f5; font-weight: 600; }
.plain { color: #5a5a5a; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
summary { cursor: pointer; font-weight: 600; margin: 1rem 0 .25rem; }
summary:focus-visible { outline: 3px solid #F46A25; outline-offset: 2px; }
figure { margin: 1rem 0; }
figure svg { width: 100%; min-width: 46rem; height: auto; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .35rem; }
  tbody td:last-child:not(.number) { min-width: 18rem; } th, td { padding: .3rem .4rem; } tbody th { max-width: 9.5rem; overflow-wrap: break-word; } }
@media print { .scroll, figure { overflow: visible; background: none; } figure svg { min-width: 0 !important; } h2, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } }
";
