//! `specs!`: the re-exports of the spec files and the list of their endpoints.
//!
//! The macro reads the `mod` lines of one file and the structs in the files behind them, and writes
//! the `pub use` lines and [`ENDPOINTS`] that somebody would otherwise write by hand. It was kept
//! rather than written out because both lists would then be right only where a test says so, while a
//! forgotten `mod` line, a private module and a second declaration of one operation are compile
//! errors here, which name both files. It stays dull: it reads nothing but the sources of the crate
//! that calls it, so that a change in one of them expands it anew; it needs no build script; and a
//! file that does not parse is left to rustc.
//!
//! [`ENDPOINTS`]: https://docs.rs/clerk-invite/latest/clerk_invite/constant.ENDPOINTS.html

mod items;

use std::path::Path;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::LitStr;

use crate::ast::unraw;
use crate::specs::items::{Item, modules, structs};

/// Expands `specs!("specs/mod.rs")`, with the path below `root`.
pub(crate) fn specs(path: TokenStream, root: Option<&Path>) -> TokenStream {
    let path = match syn::parse2::<LitStr>(path) {
        Ok(path) => path,
        Err(error) => return error.into_compile_error(),
    };
    let file = root.unwrap_or(Path::new(".")).join(path.value());
    let source = |name: &str| -> Option<TokenStream> {
        std::fs::read_to_string(file.with_file_name(name)).ok()?.parse().ok()
    };
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some(mod_lines) = source(name) else {
        let problem = format!("cannot read {}", file.display());
        return syn::Error::new(path.span(), problem).into_compile_error();
    };
    let folder = Folder { mod_file: &path.value(), files: files_beside(&file), source: &source };
    let (output, problems) = folder.expand(mod_lines);
    let problems =
        problems.iter().map(|text| syn::Error::new(path.span(), text).into_compile_error());
    quote! {
        #output
        #(#problems)*
    }
}

/// Returns the names of the Rust files in the folder of `file`, without its own.
fn files_beside(file: &Path) -> Vec<String> {
    let entries = file.parent().and_then(|folder| folder.read_dir().ok()).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let own = file.file_name().and_then(|name| name.to_str());
    // An editor's lock and backup files start with a dot or a hash.
    let is_source = |name: &String| {
        Path::new(name).extension().is_some_and(|extension| extension == "rs")
            && Some(&**name) != own
            && name.starts_with(char::is_alphanumeric)
    };
    let mut names: Vec<_> = names.filter(is_source).collect();
    names.sort();
    names
}

/// The folder with the spec files.
struct Folder<'a> {
    /// The path of the file with the `mod` lines, as the macro was called.
    mod_file: &'a str,
    /// The names of the files beside it.
    files: Vec<String>,
    /// Reads the tokens of the file of that name.
    source: &'a dyn Fn(&str) -> Option<TokenStream>,
}

impl Folder<'_> {
    /// Returns the expansion and what is wrong.
    fn expand(&self, mod_lines: TokenStream) -> (TokenStream, Vec<String>) {
        let (mut uses, mut endpoints) = (TokenStream::new(), TokenStream::new());
        let mut types = TokenStream::new();
        let mut unlisted = self.files.clone();
        let mut problems = Vec::new();
        let mut seen = Seen::default();
        for module in modules(mod_lines).items {
            let module_name = &module.name;
            let file = module.before.path.unwrap_or_else(|| format!("{}.rs", unraw(module_name)));
            unlisted.retain(|other| *other != file);
            let Some(found) = (self.source)(&file).map(structs) else { continue };
            let file = self.path_of(&file);
            let cfgs: Vec<_> = module.before.cfgs.iter().chain(&found.cfgs).collect();
            for declared in found.items {
                if !declared.before.is_public {
                    // It only helps a declaration; that an endpoint is public, `#[endpoint]` says.
                    continue;
                }
                if !module.before.is_public {
                    problems.push(format!(
                        "expected `pub mod {module_name}` in {} for {file}",
                        self.mod_file
                    ));
                    continue;
                }
                if cfgs.is_empty() && declared.before.cfgs.is_empty() {
                    if let Some(problem) = seen.name(&declared, &file) {
                        problems.push(problem);
                        continue;
                    }
                    problems.extend(seen.route(&declared, &file));
                    if declared.before.is_endpoint {
                        let name = &declared.name;
                        types.extend(
                            quote! { $declaration::<$crate::specs::#module_name::#name>(), },
                        );
                    }
                }
                let own = &declared.before.cfgs;
                let cfgs = quote! { #(#[#cfgs])* #(#[#own])* };
                let name = &declared.name;
                let path = quote! { crate::specs::#module_name::#name };
                uses.extend(quote! {
                    #cfgs
                    #[allow(deprecated)]
                    #[doc(inline)]
                    pub use #path;
                });
                if declared.before.is_endpoint {
                    endpoints.extend(quote! {
                        #cfgs
                        <#path as ::clerk_invite::Endpoint>::INFO,
                    });
                }
            }
        }
        problems.extend(unlisted.iter().map(|file| {
            let module = file.trim_end_matches(".rs");
            let file = self.path_of(file);
            format!("missing `pub mod {module};` in {} for {file}", self.mod_file)
        }));
        (with_endpoints(&uses, &endpoints, &types), problems)
    }

    /// Returns the path of a file, relative to the same folder as that with the `mod` lines.
    fn path_of(&self, file: &str) -> String {
        match self.mod_file.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{file}"),
            None => file.to_owned(),
        }
    }
}

fn with_endpoints(uses: &TokenStream, endpoints: &TokenStream, types: &TokenStream) -> TokenStream {
    quote! {
        #uses

        /// The declaration of every endpoint in [`specs`] as data, in the order of their `mod`
        /// lines, for tables, checks and tools. A constant, which costs nothing where it is not used.
        ///
        /// ```
        /// for endpoint in clerk_invite::ENDPOINTS {
        ///     println!("{} {}: {}", endpoint.method, endpoint.path, endpoint.docs);
        /// }
        /// ```
        #[allow(deprecated)]
        pub const ENDPOINTS: &[::clerk_invite::EndpointInfo] = &[#endpoints];

        /// Calls a generic function for the type of every declaration without a `cfg`, which would
        /// ask about the caller's features.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __declarations {
            ($declaration:ident) => {
                [#types]
            };
        }
    }
}

/// The declarations so far that are always compiled, each with its file.
#[derive(Default)]
struct Seen {
    names: Vec<(Ident, String)>,
    routes: Vec<(String, String)>,
}

impl Seen {
    /// Adds a name, or reports that it is there already.
    fn name(&mut self, declared: &Item, file: &str) -> Option<String> {
        let name = &declared.name;
        if let Some((_, other)) = self.names.iter().find(|(known, _)| known == name) {
            return Some(twice(name, other, file));
        }
        self.names.push((name.clone(), file.to_owned()));
        None
    }

    /// Adds a method and path, or reports that they are there already.
    fn route(&mut self, declared: &Item, file: &str) -> Option<String> {
        let (method, path) = declared.before.route.as_ref()?;
        let route = format!("{method} {}", without_names(path));
        if let Some((_, other)) = self.routes.iter().find(|(known, _)| *known == route) {
            return Some(twice(format_args!("{method} {path}"), other, file));
        }
        self.routes.push((route, file.to_owned()));
        None
    }
}

fn twice(declared: impl std::fmt::Display, file: &str, other: &str) -> String {
    if file == other {
        return format!("`{declared}` is declared in {file} twice");
    }
    format!("`{declared}` is declared in {file} and in {other}")
}

/// Returns a path with empty braces: the name of a placeholder does not tell two operations apart.
fn without_names(path: &str) -> String {
    let mut inside = false;
    let kept = path.chars().filter(|character| {
        inside = (inside || *character == '{') && *character != '}';
        !inside || *character == '{'
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::Folder;

    fn tokens(source: &str) -> TokenStream {
        source.parse().unwrap()
    }

    fn endpoint(path: &str, line: &str) -> TokenStream {
        tokens(&format!("#[endpoint(GET, \"{path}\")] {line};"))
    }

    #[test]
    fn lists_what_is_there_and_says_what_cannot_be_listed() {
        let mod_lines = tokens(
            "pub mod a; pub mod missing; mod hidden; pub mod narrow; pub mod again; pub mod b; pub mod c;",
        );
        let source = |name: &str| match name {
            "a.rs" => Some(endpoint("/a/{id}/b", "pub struct A")),
            "again.rs" => Some(endpoint("/again", "pub struct A")),
            "b.rs" => Some(endpoint("/a/{a_id}/b", "pub struct B")),
            "c.rs" => Some(endpoint("/a/{a_id}/c", "pub struct C")),
            "hidden.rs" => Some(endpoint("/hidden", "pub struct Hidden")),
            "narrow.rs" => Some(endpoint("/narrow", "pub(crate) struct Narrow; struct Helper")),
            _ => None,
        };
        let files = ["a.rs", "again.rs", "b.rs", "c.rs", "forgotten.rs", "hidden.rs", "narrow.rs"];
        let folder = Folder {
            mod_file: "specs/mod.rs",
            files: files.map(ToOwned::to_owned).into(),
            source: &source,
        };
        let (output, problems) = folder.expand(mod_lines);
        assert_eq!(
            problems,
            [
                "expected `pub mod hidden` in specs/mod.rs for specs/hidden.rs",
                "`A` is declared in specs/a.rs and in specs/again.rs",
                "`GET /a/{a_id}/b` is declared in specs/a.rs and in specs/b.rs",
                "missing `pub mod forgotten;` in specs/mod.rs for specs/forgotten.rs",
            ]
        );
        let output = output.to_string();
        assert!(output.contains("crate :: specs :: a :: A as"), "{output}");
        assert!(output.contains("crate :: specs :: c :: C as"), "{output}");
        assert!(!output.contains("specs :: hidden") && !output.contains("narrow"), "{output}");
    }
}
