use crate::workplace::{Workplace, printed, read};

/// The page of a comparison, made in a folder of this name.
fn page(name: &str) -> String {
    let here = Workplace::new(name);
    let named = here.file("named.toml", "name = \"a < b & <script>\"\nregion = \"tiny\"\n");
    let arms = ["compare", &named, "tiny/tiny-lead", "tiny/tiny-bilateral", "--set", "run.days=7"];
    printed(&[&arms[..], &["--replications=3", "--out", &here.argument("out")]].concat());
    read(&here.path("out/report.html"))
}

#[test]
fn the_page_runs_nothing_and_fetches_nothing() {
    let page = page("page-alone");
    for absent in
        ["<script", "http://", "https://", "src=", "href=", "url(", "@import", "<link", "<iframe", " on"]
    {
        let found = page.find(absent).filter(|_| absent != " on").or_else(|| page.find(" onload="));
        assert!(found.is_none(), "{absent}: {}", &page[found.unwrap_or(0)..][..80]);
    }
    assert!(page.contains("default-src 'none'") && page.contains("a &lt; b &amp; &lt;script&gt;"));
}

#[test]
fn the_page_can_be_read_without_seeing_it() {
    let page = page("page-read");
    assert!(page.contains("<html lang=\"en-GB\">") && page.contains("<title>"));
    let count = |text: &str| page.matches(text).count();
    assert!(count("<table>") > 8 && count("<table>") == count("<caption>"));
    assert!(count("<th scope=\"row\">") > 20 && count("<th scope=\"col\"") > 20);
    assert_eq!((count("<svg "), count("role=\"img\" aria-label=\"C2 mean response")), (1, 1));
    assert!(page.contains("SYNTHETIC stations") && page.contains("#12436D"));
}

#[test]
fn the_page_ends_with_sentences_and_manifest() {
    let page = page("page-ends");
    for sentence in ambics::experiment::SENTENCES {
        assert!(page.contains(sentence), "{sentence}");
    }
    assert!(page.contains("Assumptions in force") && page.contains("Identity"));
}
