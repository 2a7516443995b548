use crate::workplace::{Workplace, ambics, printed};

#[test]
fn every_fault_of_a_file_is_printed_at_once() {
    let here = Workplace::new("faults");
    let text = "region = \"tiny\"\n[run]\ndayz = 3\nlead_in = 30\n[arrangement]\nmethod = \"leed\"\n";
    let file = here.file("broken.toml", text);
    for command in ["run", "check"] {
        let output = ambics(&[command, &file]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.stdout.is_empty());
        assert!(said.contains(&format!("{file}:3: run.dayz\n  found ")), "{said}");
        assert!(said.contains("did you mean `days`?"), "{said}");
        assert!(said.contains(&format!("{file}:4: run.lead_in\n")), "{said}");
        assert!(said.contains("did you mean `lead`?"), "{said}");
        assert!(said.ends_with("3 faults\n"), "{said}");
    }
}

#[test]
fn faults_of_several_files_come_together_and_each_once() {
    let here = Workplace::new("several");
    let first = here.file("first.toml", "region = \"tiny\"\nrun.dayz = 3\n");
    let second = here.file("second.toml", "region = \"tny\"\n");
    let said = String::from_utf8(ambics(&["compare", &first, &second]).stderr).unwrap();
    assert!(said.contains(&first) && said.contains(&second) && said.ends_with("2 faults\n"), "{said}");
    let both = ["compare", "tiny/tiny", "tiny/tiny-lead", "--set", "run.dayz=3"];
    let said = String::from_utf8(ambics(&both).stderr).unwrap();
    assert!(said.ends_with("1 fault\n"), "{said}");
}

#[test]
fn check_says_what_is_sound_and_what_is_odd() {
    let here = Workplace::new("check");
    here.file("fenced.toml", "region = \"tiny\"\nborder.ring_fence = 1.0\n");
    let study = here.file(
        "study.toml",
        "base = \"fenced.toml\"\n[[arm]]\nname = \"open\"\nset = { \"border.ring_fence\" = 0.0 }\n",
    );
    let said = printed(&["check", "tiny/tiny", &study]);
    assert!(said.contains("ok  tiny/tiny: today, 7 days from 2024-01-10"), "{said}");
    assert!(said.contains("a study of fenced, open") && said.contains("warning  "), "{said}");
}

#[test]
fn keys_are_set_on_the_command_line() {
    let days = |set: &str| {
        let said = printed(&["run", "tiny/tiny", "--replications=1", "--set", set]);
        said.lines().find(|line| line.starts_with("Window")).unwrap().to_owned()
    };
    assert!(days("run.days=3").contains("3 days"));
    assert!(days("run.days=x2").contains("14 days"));
    let output = ambics(&["run", "tiny/tiny", "--set", "run.days"]);
    assert_eq!(output.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&output.stderr).contains("key=value"));
}
