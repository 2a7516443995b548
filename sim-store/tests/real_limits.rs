//! Limits that the system itself sets, without the seam.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Child;

use ambics_store::Store;

use crate::bench::{assert_run, assert_whole, filled, key, put};
use crate::child::{start, start_limited};

/// The errors that a child printed.
fn errors(child: Child) -> Vec<String> {
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    let text = String::from_utf8(ended.stdout).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("error ")).map(str::to_owned).collect()
}

fn assert_intact(dir: &Path, text: &str) {
    assert!(text.ends_with(&format!("`ambics resume {}`", dir.display())), "{text}");
    let store = Store::open(dir).unwrap();
    assert!(store.verify().unwrap().is_sound());
    assert_run(&store, &key(0));
    store.gc().unwrap();
    assert!(store.verify().unwrap().is_clean());
}

#[test]
fn a_limit_on_file_size_refuses_a_run() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), [0]));
    let said = errors(start_limited("trap '' XFSZ; ulimit -f 64", "large", folder.path(), 0));
    assert!(
        said[0].starts_with("file larger than allowed") && said[0].contains("(1048576 bytes)"),
        "{said:?}"
    );
    assert_intact(folder.path(), &said[0]);
}

#[test]
fn a_limit_on_file_size_refuses_a_line_of_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), [0]));
    // The ledger grows beyond 64 or 128 KiB, by the shell's unit, before the runs are through; no run is that large.
    let said = errors(start_limited("trap '' XFSZ; ulimit -f 128", "singles", folder.path(), 600));
    assert!(
        said[0].starts_with("disk error")
            && said[0].contains("ulimit -f")
            && said[0].contains("ledger.sqlite"),
        "{said:?}"
    );
    assert_intact(folder.path(), &said[0]);
    assert!(errors(start("singles", folder.path(), 600)).is_empty());
    assert_whole(&Store::open(folder.path()).unwrap(), 600);
}

#[test]
fn a_full_device_refuses_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), [0]);
    let owner = std::fs::read_dir(folder.path().join("owners")).unwrap().next().unwrap().unwrap().file_name();
    let aside = folder.path().join("tmp").join(format!("{}.1", owner.to_str().unwrap()));
    std::os::unix::fs::symlink("/dev/full", &aside).unwrap();
    let error = put(&store, 1).unwrap_err().to_string();
    assert!(error.starts_with("disk full") && error.contains(aside.to_str().unwrap()), "{error}");
    put(&store, 1).unwrap();
    drop(store);
    assert_intact(folder.path(), &error);
}

#[test]
fn a_process_out_of_file_handles_is_told_so_at_each_step() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), [0]));
    std::fs::write(folder.path().join("ledger-twin"), "").unwrap();
    let said = errors(start_limited("ulimit -n 40", "handles", folder.path(), 0));
    assert!(said.iter().any(|text| text.starts_with("too many open files")), "{said:?}");
    said.iter().for_each(|text| assert_intact(folder.path(), text));
    assert_run(&Store::open(folder.path()).unwrap(), &key(1000));
}
