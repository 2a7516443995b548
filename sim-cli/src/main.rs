//! The ambics command.
fn main() {}
