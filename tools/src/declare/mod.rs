//! Declarations, written from the contract.

mod docs;
pub mod remark;
mod request;
mod response;
mod scope;
mod source;
mod values;

use crate::declare::remark::{DeclareError, Remark};
use crate::declare::response::Models;
use crate::declare::scope::Scope;
use crate::declare::source::{Content, Item, Source};
use crate::names;
use crate::openapi::{Contract, Operation};

/// Options of the written files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Writes `client_method(..)`, which only `clerk-invite` itself can have.
    pub client_methods: bool,
}

/// A declaration, written from the contract.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// The name of the struct.
    pub name: String,
    /// The name of its module.
    pub module: String,
    /// The text of the file, with the models of its response.
    pub text: String,
    /// Facts of the contract that the declaration cannot express.
    pub remarks: Vec<Remark>,
}

/// The declarations of all operations.
#[derive(Debug, Clone)]
pub struct Declarations {
    /// The files: names relative to the folder, and texts.
    pub files: Vec<(String, String)>,
    /// The declarations, without models: those are in files of their own.
    pub declarations: Vec<Declaration>,
    /// The operations that cannot be declared, and why.
    pub refused: Vec<(String, DeclareError)>,
}

/// Writes the declaration of one operation, with the models of its response.
///
/// # Errors
///
/// If the contract has no such operation, or one that a declaration cannot say: a body that is not
/// JSON, or a query beside a JSON body.
pub fn declare(
    contract: &Contract,
    id: &str,
    options: Options,
) -> Result<Declaration, DeclareError> {
    let Some(operation) = contract.operations.iter().find(|operation| operation.id == id) else {
        return Err(DeclareError::NoSuchOperation {
            id: id.to_owned(),
            similar: similar(contract, id),
        });
    };
    let (mut scope, mut models) = (Scope::default(), Models::default());
    let name = scope.take(&names::operation(id));
    let (mut source, remarks) = write(operation, &name, options, &mut scope, &mut models)?;
    // In the order in which they are needed.
    let mut waiting: Vec<_> = std::mem::take(&mut source.uses.models).into_iter().collect();
    while let Some(name) = waiting.pop() {
        if let Some(mut model) = models.files.remove(&name) {
            waiting.extend(std::mem::take(&mut model.uses.models));
            source.append(model);
        }
    }
    let module = names::snake_case(&name);
    Ok(Declaration { name, module, text: source.render(""), remarks })
}

/// Writes the declarations of all operations, their models and the `mod.rs` of them.
#[must_use]
pub fn declare_all(contract: &Contract, options: Options) -> Declarations {
    let (mut scope, mut models) = (Scope::default(), Models::default());
    let mut all = Declarations { files: Vec::new(), declarations: Vec::new(), refused: Vec::new() };
    let operations: Vec<_> = contract
        .operations
        .iter()
        .map(|operation| (operation, scope.take(&names::operation(&operation.id))))
        .collect();
    for (operation, name) in operations {
        match write(operation, &name, options, &mut scope, &mut models) {
            Ok((source, remarks)) => {
                let module = names::snake_case(&name);
                let text = source.render("super::models");
                all.files.push((format!("{module}.rs"), text.clone()));
                all.declarations.push(Declaration { name, module, text, remarks });
            }
            Err(error) => all.refused.push((operation.id.clone(), error)),
        }
    }
    let mut modules: Vec<_> = all.declarations.iter().map(|d| d.module.clone()).collect();
    modules.push("models".to_owned());
    modules.sort_unstable();
    let head = format!("//! The operations of Clerk's Backend API, {}.\n", contract.version);
    let modules = modules.iter().map(|module| format!("pub mod {module};"));
    let lines: Vec<_> = std::iter::once(head).chain(modules).collect();
    all.files.push(("mod.rs".to_owned(), lines.join("\n") + "\n"));
    let mut files: Vec<_> =
        models.files.iter().map(|(name, source)| (names::snake_case(name), source)).collect();
    files.sort_by_key(|(module, _)| module.clone());
    let mut lines = vec!["//! The objects of responses.\n".to_owned()];
    lines.extend(files.iter().map(|(module, _)| format!("mod {module};")));
    lines.push(String::new());
    // In imports, rustfmt puts `_` before digits.
    files.sort_by_key(|(module, _)| module.replace('_', " "));
    for (module, source) in files {
        lines.extend(source.reexport(&module));
        all.files.push((format!("models/{module}.rs"), source.render("super")));
    }
    all.files.push(("models/mod.rs".to_owned(), lines.join("\n") + "\n"));
    all
}

/// The operation whose name is the most like one that is not there.
fn similar(contract: &Contract, id: &str) -> Option<String> {
    let likeness = |other: &str| strsim::jaro_winkler(&other.to_lowercase(), &id.to_lowercase());
    let names = contract.operations.iter().map(|operation| operation.id.as_str());
    let similar = names.max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(similar) > 0.85).then(|| similar.to_owned())
}

fn write(
    operation: &Operation,
    name: &str,
    options: Options,
    scope: &mut Scope,
    models: &mut Models,
) -> Result<(Source, Vec<Remark>), DeclareError> {
    let (mut source, mut remarks) = (Source::default(), Vec::new());
    source.docs.push(format!("`{} {}`", operation.method, operation.path));
    source.uses.library.insert("endpoint");
    let mut writer = request::Writer {
        operation: name,
        scope: &mut *scope,
        remarks: &mut remarks,
        source: &mut source,
    };
    let request = writer.request(operation)?;
    let mut parts = Source::default();
    let mut writer = response::Writer { scope, models, source: &mut parts };
    let (returns, comment) = writer.response(operation, name);
    let mut attributes = Vec::new();
    let path = path(&operation.path);
    let mut arguments = vec![operation.method.clone(), format!("{path:?}")];
    if options.client_methods {
        arguments.push(format!("client_method({})", names::snake_case(name)));
    }
    if let Some(max) = request.max_items {
        arguments.push(format!("max_items = {}", values::literal(max)));
    }
    attributes.extend(request.comments.iter().map(|comment| format!("// {comment}")));
    attributes.push(format!("#[endpoint({})]", arguments.join(", ")));
    attributes.extend(comment.map(|comment| format!("// {comment}")));
    attributes.push(format!("#[returns({returns})]"));
    if operation.deprecated {
        attributes.push("#[deprecated]".to_owned());
    }
    attributes.extend(source::many_flags(&request.fields));
    source.items.push(Item {
        docs: docs::operation(operation),
        attributes,
        name: name.to_owned(),
        content: Content::Struct(request.fields),
    });
    source.items.extend(request.parts);
    source.uses.models.append(&mut parts.uses.models);
    source.append(parts);
    Ok((source, remarks))
}

/// The path template, with placeholders that are named as the fields are.
fn path(path: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix('{') {
        Some(name) => {
            format!("{{{}}}", names::field(name.trim_end_matches('}')).trim_start_matches("r#"))
        }
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
