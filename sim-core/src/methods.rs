//! Registration of methods: one file and one line each.

/// Declares the configuration enum of a family of methods.
///
/// `methods! { Config => Trait { Variant(path::Type) = "name", … } }` gives the enum (read from TOML by its
/// `method` key), the list of names, the name of a value, and the builder of the boxed method. The `mod`
/// line of a method stays outside, where rustfmt sees it.
#[macro_export]
macro_rules! methods {
    ($(#[$doc:meta])* $config:ident => $family:ident { $($variant:ident($kind:ty) = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "method")]
        #[allow(missing_docs)]
        pub enum $config {
            $(#[serde(rename = $name)] $variant($kind)),+
        }

        impl $config {
            /// The names of all registered methods, as scenario files write them.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name of this method.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),+ }
            }

            /// The method, ready to be asked.
            #[must_use]
            pub fn build(&self) -> std::sync::Arc<dyn $family> {
                match self { $(Self::$variant(method) => std::sync::Arc::new(method.clone())),+ }
            }
        }
    };
}
