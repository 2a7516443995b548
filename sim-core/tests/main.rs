//! The one integration binary: laws, theory, floors and pairing.
