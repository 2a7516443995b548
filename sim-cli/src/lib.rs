//! The ambics command.
