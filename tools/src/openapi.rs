//! Reads what is compared out of an `OpenAPI` 3 file.

use clerk_invite::ParameterLocation;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// One operation, as the file has it.
pub(crate) struct Operation {
    pub(crate) id: String,
    /// In capitals.
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) tags: Vec<String>,
    pub(crate) deprecated: bool,
    /// Of the path and of the query, and the properties of a body that is an object.
    pub(crate) parameters: Vec<Parameter>,
    /// Of headers and cookies: the name, and where.
    pub(crate) elsewhere: Vec<(String, String)>,
    /// The whole body, if it is anything but an object with properties.
    pub(crate) body: Option<Parameter>,
}

/// One parameter: of the path, of the query, or a property of a body.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) location: ParameterLocation,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) list: bool,
    /// Of an integer, or of the length of a list.
    pub(crate) min: Option<i128>,
    pub(crate) max: Option<i128>,
    pub(crate) values: Vec<String>,
    /// The properties of an object, or of the items of a list.
    pub(crate) fields: Vec<Parameter>,
}

/// How deep schemas are followed, which may hold themselves.
const MAX_DEPTH: u8 = 8;

/// All operations of a file.
pub(crate) fn read(file: &str) -> Result<Vec<Operation>, String> {
    // `off`, `no` and `y` are strings since YAML 1.2.
    let options = serde_saphyr::options! { strict_booleans: true };
    let document: Value =
        serde_saphyr::from_str_with_options(file, options).map_err(|error| error.to_string())?;
    let file = File(&document);
    let paths = document["paths"].as_object().ok_or("no OpenAPI file: it has no `paths`")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        let item = file.resolve(item)?;
        for method in ["get", "post", "put", "patch", "delete"] {
            if let Some(operation) = item.get(method) {
                let operation = file.operation(path, method, operation, &item["parameters"]);
                operations.push(operation.map_err(|error| format!("{method} {path}: {error}"))?);
            }
        }
    }
    Ok(operations)
}

struct File<'a>(&'a Value);

impl<'a> File<'a> {
    /// What a `$ref` refers to; anything else itself.
    fn resolve<'v>(&self, mut value: &'v Value) -> Result<&'v Value, String>
    where
        'a: 'v,
    {
        // A reference to a reference, but no circle.
        for _ in 0..16 {
            let Some(target) = value.get("$ref").and_then(Value::as_str) else { return Ok(value) };
            let pointer =
                target.strip_prefix('#').ok_or_else(|| format!("`{target}` is elsewhere"))?;
            let pointer = percent_decode_str(pointer).decode_utf8_lossy();
            value = self.0.pointer(&pointer).ok_or_else(|| format!("`{target}` is not there"))?;
        }
        Err("references that lead nowhere".to_owned())
    }

    fn operation(
        &self,
        path: &str,
        method: &str,
        operation: &Value,
        shared: &Value,
    ) -> Result<Operation, String> {
        let (mut parameters, mut elsewhere) = (Vec::new(), Vec::new());
        let lists = [shared, &operation["parameters"]];
        for parameter in lists.into_iter().filter_map(Value::as_array).flatten() {
            let parameter = self.resolve(parameter)?;
            let name = parameter["name"].as_str().ok_or("a parameter without a name")?;
            let location = match parameter["in"].as_str().unwrap_or_default() {
                "path" => ParameterLocation::Path,
                "query" => ParameterLocation::Query,
                other => {
                    elsewhere.push((name.to_owned(), other.to_owned()));
                    continue;
                }
            };
            let required = parameter["required"].as_bool().unwrap_or_default();
            parameters.push(self.parameter(name, location, required, &parameter["schema"], 0)?);
        }
        let mut body = None;
        let request = self.resolve(&operation["requestBody"])?;
        let content = request["content"].as_object().into_iter().flatten();
        let mut json = content.filter(|(kind, _)| kind.starts_with("application/json"));
        if let Some(schema) = json.next().and_then(|(_, content)| content.get("schema")) {
            let required = request["required"].as_bool().unwrap_or_default();
            let whole = self.parameter("", ParameterLocation::Body, required, schema, 0)?;
            if whole.list || whole.fields.is_empty() {
                body = Some(whole);
            } else {
                parameters.extend(whole.fields);
            }
        }
        let tags = operation["tags"].as_array().into_iter().flatten();
        Ok(Operation {
            id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            tags: tags.filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
            deprecated: operation["deprecated"].as_bool().unwrap_or_default(),
            parameters,
            elsewhere,
            body,
        })
    }

    fn parameter(
        &self,
        name: &str,
        location: ParameterLocation,
        required: bool,
        schema: &Value,
        depth: u8,
    ) -> Result<Parameter, String> {
        let schema = self.merged(schema, depth)?;
        let list = has_type(&schema, "array");
        let (min, max) = if list {
            (number(&schema, "minItems"), number(&schema, "maxItems"))
        } else if has_type(&schema, "integer") {
            let least = |n| n + 1;
            let most = |n| n - 1;
            (
                bound(&schema, "minimum", "exclusiveMinimum", least),
                bound(&schema, "maximum", "exclusiveMaximum", most),
            )
        } else {
            (None, None)
        };
        let item = match schema.get("items") {
            Some(items) if list => self.merged(items, depth)?,
            _ => schema.clone(),
        };
        let values = item.get("enum").and_then(Value::as_array).into_iter().flatten();
        Ok(Parameter {
            name: name.to_owned(),
            location,
            required,
            nullable: schema.get("nullable") == Some(&Value::Bool(true))
                || has_type(&schema, "null"),
            list,
            min,
            max,
            values: values.filter(|value| !value.is_null()).map(text).collect(),
            fields: self.fields(&item, depth)?,
        })
    }

    /// The properties of an object.
    fn fields(&self, schema: &Map<String, Value>, depth: u8) -> Result<Vec<Parameter>, String> {
        if depth > MAX_DEPTH {
            return Ok(Vec::new());
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|n| n == name));
        let properties = properties.into_iter().flatten();
        properties
            .map(|(name, schema)| {
                self.parameter(name, ParameterLocation::Body, is_required(name), schema, depth + 1)
            })
            .collect()
    }

    /// A schema with all that its `allOf` adds, and with the one alternative beside `null`.
    fn merged(&self, schema: &Value, depth: u8) -> Result<Map<String, Value>, String> {
        let mut merged = self.resolve(schema)?.as_object().cloned().unwrap_or_default();
        if depth > MAX_DEPTH {
            return Ok(merged);
        }
        let mut parts = match merged.remove("allOf") {
            Some(Value::Array(parts)) => parts,
            _ => Vec::new(),
        };
        for key in ["anyOf", "oneOf"] {
            let Some(Value::Array(choices)) = merged.get(key) else { continue };
            let is_null = |choice: &&Value| choice["type"] == "null";
            let (nulls, others): (Vec<_>, Vec<_>) = choices.iter().partition(is_null);
            if let (1, [only]) = (nulls.len(), others.as_slice()) {
                parts.push((*only).clone());
                merged.insert("nullable".to_owned(), true.into());
            }
        }
        for part in &parts {
            for (key, value) in self.merged(part, depth + 1)? {
                match (merged.get_mut(&key), value) {
                    (Some(Value::Object(all)), Value::Object(more)) => all.extend(more),
                    (Some(Value::Array(all)), Value::Array(more)) => all.extend(more),
                    (Some(_), _) => {}
                    (None, value) => drop(merged.insert(key, value)),
                }
            }
        }
        Ok(merged)
    }
}

fn has_type(schema: &Map<String, Value>, wanted: &str) -> bool {
    match schema.get("type") {
        Some(Value::Array(several)) => several.iter().any(|one| one == wanted),
        one => one.is_some_and(|one| one == wanted),
    }
}

/// An integer, also where it is written as `500.0`.
#[allow(clippy::cast_possible_truncation)] // What is cut off is compared and found different.
fn number(schema: &Map<String, Value>, key: &str) -> Option<i128> {
    let value = schema.get(key)?;
    value.as_i64().map(i128::from).or_else(|| value.as_f64().map(|float| float as i128))
}

/// A bound that includes itself, from either kind: `exclusive` is a flag beside it in `OpenAPI` 3.0,
/// and a bound of its own in 3.1.
fn bound(
    schema: &Map<String, Value>,
    inclusive: &str,
    exclusive: &str,
    inside: impl Fn(i128) -> i128,
) -> Option<i128> {
    match schema.get(exclusive) {
        Some(Value::Bool(true)) => number(schema, inclusive).map(inside),
        Some(Value::Number(_)) => number(schema, exclusive).map(inside),
        _ => number(schema, inclusive),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
