//! Reference loops that the benches measure ambics against.
