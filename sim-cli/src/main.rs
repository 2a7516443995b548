//! The `ambics` command.

fn main() {
    std::process::exit(ambics_cli::run(std::env::args_os()));
}
