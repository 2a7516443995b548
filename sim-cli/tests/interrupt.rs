#![cfg(unix)]

use crate::workplace::{Workplace, command, read};
use serde_json::Value;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A run that nobody waits for, and the folder that it has opened.
fn long_run(here: &Workplace) -> Child {
    let child = command()
        .args(["run", "tiny/tiny", "--replications=1000000", "--threads=1", "--out", &here.argument("out")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    for _ in 0..300 {
        if here.path("out").is_dir() {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    sleep(Duration::from_millis(1500));
    child
}

fn interrupt(child: &Child) {
    // The shell's own `kill`: not every machine has the program.
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

#[test]
fn the_first_interrupt_keeps_what_is_finished() {
    let here = Workplace::new("interrupt");
    let child = long_run(&here);
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("of 1000000 replications, which are kept."), "{said}");
    let manifest: Value = serde_json::from_str(&read(&here.path("out/manifest.json"))).unwrap();
    assert_eq!(manifest["complete"], Value::Bool(false));
    let kept = manifest["replications"].as_array().unwrap().len();
    assert!(said.contains(&format!("stopped after {kept} of")) && kept > 0, "{said}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("stopped early"));
}

#[test]
fn the_second_interrupt_ends_the_program() {
    let here = Workplace::new("interrupt-twice");
    let mut child = long_run(&here);
    interrupt(&child);
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
