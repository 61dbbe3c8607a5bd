//! Clerk's contract: the operations of an `OpenAPI` 3 file.

mod document;
pub mod error;
pub mod node;
pub mod schema;

use clerk_invite::ParameterLocation;

use crate::openapi::document::Document;
use crate::openapi::error::ReadError;
use crate::openapi::node::Node;
use crate::openapi::schema::{Kind, Schema};

/// The contents of a file, as far as declarations express them.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The version of the API: a date.
    pub version: String,
    /// The operations, in the order of the file.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The groups in Clerk's reference that it belongs to.
    pub tags: Vec<String>,
    /// Clerk advises against it.
    pub deprecated: bool,
    /// Of the path and of the query.
    pub parameters: Vec<Parameter>,
    /// Of headers and cookies: the name, and where.
    pub elsewhere: Vec<(String, String)>,
    /// The body, if there is one.
    pub body: Option<Body>,
    /// The content of a successful response.
    pub response: Response,
}

/// One parameter of the path or of the query.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Path or query.
    pub location: ParameterLocation,
    /// Every request has it.
    pub required: bool,
    /// A list is sent in one value, with this between its items.
    pub separator: Option<char>,
    /// Its type.
    pub schema: Schema,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    /// Every request has it.
    pub required: bool,
    /// Its content.
    pub content: Content,
}

/// The content of a body.
#[derive(Debug, Clone)]
pub enum Content {
    /// JSON of this type.
    Json(Schema),
    /// Another content type.
    Other(String),
}

/// The content of a successful response.
#[derive(Debug, Clone)]
pub enum Response {
    /// Nothing, or something that the file does not describe.
    Undescribed,
    /// JSON of this type.
    Json(Schema),
    /// Another content type.
    Other(String),
}

/// Reads a file of Clerk's Backend API.
///
/// # Errors
///
/// If the text is not YAML, not an `OpenAPI` file, one of another API, or refers to something that
/// it does not hold.
pub fn read(file: &str) -> Result<Contract, ReadError> {
    // `off`, `no` and `y` are strings since YAML 1.2.
    let options = serde_saphyr::options! { strict_booleans: true };
    let root: Node = serde_saphyr::from_str_with_options(file, options)
        .map_err(|error| ReadError::Yaml(error.to_string()))?;
    if root.get("openapi").is_null() {
        return Err(ReadError::NotOpenApi("openapi"));
    }
    let Node::Map(paths) = root.get("paths") else { return Err(ReadError::NotOpenApi("paths")) };
    let title = root.get("info").get("title").text().unwrap_or_default();
    if !title.contains("Backend API") {
        return Err(ReadError::NotBackendApi(title.to_owned()));
    }
    let version = root.get("info").get("version").text().unwrap_or_default().to_owned();
    let paths = paths.clone();
    let document = Document(root);
    let mut operations = Vec::new();
    for (path, item) in &paths {
        let (item, _) = document.resolve(item)?;
        for method in ["get", "post", "put", "patch", "delete"] {
            let operation = item.get(method);
            if !operation.is_null() {
                let shared = item.get("parameters");
                let operation = document.operation(path, method, operation, shared);
                operations.push(operation.map_err(|problem| ReadError::Operation {
                    route: format!("{method} {path}"),
                    problem: Box::new(problem),
                })?);
            }
        }
    }
    Ok(Contract { version, operations })
}

impl Operation {
    /// Returns the schema of a JSON body that is an object, whose properties a declaration names.
    #[must_use]
    pub fn object(&self) -> Option<&Schema> {
        let Content::Json(schema) = &self.body.as_ref()?.content else { return None };
        matches!(schema.kind, Kind::Object(_)).then_some(schema)
    }

    /// Returns any other body, which a declaration has as one value.
    #[must_use]
    pub fn whole_body(&self) -> Option<&Body> {
        self.body.as_ref().filter(|_| self.object().is_none())
    }
}

impl Document {
    fn operation(
        &self,
        path: &str,
        method: &str,
        operation: &Node,
        shared: &Node,
    ) -> Result<Operation, ReadError> {
        let (mut parameters, mut elsewhere) = (Vec::new(), Vec::new());
        for parameter in shared.items().iter().chain(operation.get("parameters").items()) {
            let (parameter, _) = self.resolve(parameter)?;
            let name = parameter.get("name").text().ok_or(ReadError::UnnamedParameter)?;
            let location = match parameter.get("in").text().unwrap_or_default() {
                "path" => ParameterLocation::Path,
                "query" => ParameterLocation::Query,
                other => {
                    elsewhere.push((name.to_owned(), other.to_owned()));
                    continue;
                }
            };
            parameters.push(Parameter {
                name: name.to_owned(),
                location,
                required: parameter.get("required").is_true(),
                separator: separator(parameter),
                schema: self.schema(parameter.get("schema"))?,
            });
        }
        let tags = operation.get("tags").items().iter().filter_map(Node::text);
        Ok(Operation {
            id: operation.get("operationId").text().unwrap_or_default().to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            tags: tags.map(ToOwned::to_owned).collect(),
            deprecated: operation.get("deprecated").is_true(),
            parameters,
            elsewhere,
            body: self.body(operation.get("requestBody"))?,
            response: self.response(operation.get("responses"))?,
        })
    }

    fn body(&self, body: &Node) -> Result<Option<Body>, ReadError> {
        let (body, _) = self.resolve(body)?;
        let content = body.get("content").entries();
        let required = body.get("required").is_true();
        let content = match (json(content), content) {
            (Some(schema), _) => Content::Json(self.schema(schema)?),
            (None, [(kind, _), ..]) => Content::Other(kind.clone()),
            (None, []) => return Ok(None),
        };
        Ok(Some(Body { required, content }))
    }

    fn response(&self, responses: &Node) -> Result<Response, ReadError> {
        let mut responses = responses.entries().iter();
        let Some((_, response)) = responses.find(|(status, _)| status.starts_with('2')) else {
            return Ok(Response::Undescribed);
        };
        let (response, _) = self.resolve(response)?;
        let content = response.get("content").entries();
        Ok(match (json(content), content) {
            (Some(schema), _) => Response::Json(self.schema(schema)?),
            (None, [(kind, _), ..]) => Response::Other(kind.clone()),
            (None, []) => Response::Undescribed,
        })
    }
}

/// The schema of the JSON among several contents.
fn json(content: &[(String, Node)]) -> Option<&Node> {
    let mut json = content.iter().filter(|(kind, _)| kind.starts_with("application/json"));
    json.next().map(|(_, content)| content.get("schema"))
}

/// The separator of a list that is sent in one value.
fn separator(parameter: &Node) -> Option<char> {
    let explode = parameter.get("explode");
    match parameter.get("style").text() {
        Some("spaceDelimited") => Some(' '),
        Some("pipeDelimited") => Some('|'),
        _ if *explode == Node::Boolean(false) => Some(','),
        _ => None,
    }
}
