use super::print;
use crate::arguments::{ResumeArguments, SweepArguments};
use crate::document::text;
use crate::failure::{DONE, Failure, INTERNAL, INTERRUPTED};
use crate::sweeping::{Begun, Swept, begin, go_on, plan, points_file};
use crate::{report, running};
use ambics::problem::{Problem, Problems};
use ambics_store::Shard;
use std::path::Path;

/// Begins a sweep, or goes on with it.
pub(super) fn sweep(options: &SweepArguments) -> Result<i32, Failure> {
    let shard = shard(&options.share.shard)?;
    let plan = plan(&options.file, options.anyway)?;
    let preview = crate::sweeping::preview(&plan, usize::from(options.share.threads))?;
    eprintln!("ambics: {preview}");
    if options.preview {
        return Ok(DONE);
    }
    let begun = begin(plan, &options.file, &options.out)?;
    points_file(&begun)?;
    told(&begun, shard, options.share.threads)
}

/// Goes on with a sweep.
pub(super) fn resume(options: &ResumeArguments) -> Result<i32, Failure> {
    let shard = shard(&options.share.shard)?;
    told(&crate::sweeping::resume(&options.dir)?, shard, options.share.threads)
}

fn told(begun: &Begun, shard: Shard, threads: u16) -> Result<i32, Failure> {
    let (swept, asked) =
        running::watched(|progress, stop| go_on(begun, shard, usize::from(threads), (progress, stop)));
    let Swept { failed, left } = swept?;
    let dir: &Path = begun.store.dir();
    print(&text(&report::of_sweep(begun)?))?;
    if asked && left > 0 {
        eprintln!("ambics: stopped; what is finished is kept. Go on with `ambics resume {}`", dir.display());
        return Ok(INTERRUPTED);
    }
    if failed > 0 {
        eprintln!("ambics: {failed} runs failed; `ambics resume {}` tries them once more.", dir.display());
        return Ok(INTERNAL);
    }
    Ok(DONE)
}

fn shard(text: &str) -> Result<Shard, Problems> {
    text.parse().map_err(|error: ambics_store::NotAShard| {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: "command line".to_owned(),
            path: "--shard".to_owned(),
            line: None,
            found: format!("`{text}`"),
            rule: error.to_string(),
            hint: "for example --shard 3/10".to_owned(),
        });
        problems
    })
}
