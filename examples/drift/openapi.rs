//! Reads what is compared out of an `OpenAPI` 3 file.

use serde_json::{Map, Value};

use clerk_invite::Place;

/// One operation, as the file has it.
pub(crate) struct Operation {
    pub(crate) id: String,
    /// In capitals.
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) deprecated: bool,
    pub(crate) parameters: Vec<Parameter>,
    /// The whole body, if it is not an object: a list, most likely.
    pub(crate) body: Option<Parameter>,
}

/// One parameter: of the path, of the query, or a property of a body.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
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

const MAX_DEPTH: u8 = 8;

/// All operations of a file.
pub(crate) fn read(file: &str) -> Result<Vec<Operation>, String> {
    let document: Value = serde_saphyr::from_str(file).map_err(|error| error.to_string())?;
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
            value = self.0.pointer(pointer).ok_or_else(|| format!("`{target}` is not there"))?;
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
        let mut parameters = Vec::new();
        let lists = [shared, &operation["parameters"]];
        for parameter in lists.into_iter().filter_map(Value::as_array).flatten() {
            let parameter = self.resolve(parameter)?;
            let place = match parameter["in"].as_str() {
                Some("path") => Place::Path,
                Some("query") => Place::Query,
                _ => continue,
            };
            let name = parameter["name"].as_str().ok_or("a parameter without a name")?;
            let required = parameter["required"].as_bool().unwrap_or_default();
            parameters.push(self.parameter(name, place, required, &parameter["schema"], 0)?);
        }
        let mut body = None;
        let request = self.resolve(&operation["requestBody"])?;
        if let Some(schema) = request["content"]["application/json"].get("schema") {
            let whole = self.parameter("", Place::Body, true, schema, 0)?;
            if whole.list || whole.fields.is_empty() {
                body = Some(whole);
            } else {
                parameters.extend(whole.fields);
            }
        }
        Ok(Operation {
            id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            deprecated: operation["deprecated"].as_bool().unwrap_or_default(),
            parameters,
            body,
        })
    }

    fn parameter(
        &self,
        name: &str,
        place: Place,
        required: bool,
        schema: &Value,
        depth: u8,
    ) -> Result<Parameter, String> {
        let schema = self.merged(schema)?;
        let types = |wanted: &str| match schema.get("type") {
            Some(Value::String(one)) => one == wanted,
            Some(Value::Array(several)) => several.iter().any(|one| one == wanted),
            _ => false,
        };
        let (list, integer) = (types("array"), types("integer"));
        let number = |key| schema.get(key).and_then(Value::as_i64).map(i128::from);
        let (min, max) = match (list, integer) {
            (true, _) => (number("minItems"), number("maxItems")),
            (_, true) => (number("minimum"), number("maximum")),
            _ => (None, None),
        };
        let item = match schema.get("items") {
            Some(items) if list => self.merged(items)?,
            _ => schema.clone(),
        };
        let values = item.get("enum").and_then(Value::as_array).into_iter().flatten();
        Ok(Parameter {
            name: name.to_owned(),
            place,
            required,
            nullable: schema.get("nullable") == Some(&Value::Bool(true)) || types("null"),
            list,
            min,
            max,
            values: values.filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
            fields: self.fields(&item, depth)?,
        })
    }

    /// The properties of an object.
    fn fields(&self, schema: &Map<String, Value>, depth: u8) -> Result<Vec<Parameter>, String> {
        // A schema may hold itself.
        if depth > MAX_DEPTH {
            return Ok(Vec::new());
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|n| n == name));
        let properties = properties.into_iter().flatten();
        properties
            .map(|(name, schema)| {
                self.parameter(name, Place::Body, is_required(name), schema, depth + 1)
            })
            .collect()
    }

    /// A schema with all that its `allOf` adds.
    fn merged(&self, schema: &Value) -> Result<Map<String, Value>, String> {
        let mut merged = self.resolve(schema)?.as_object().cloned().unwrap_or_default();
        let Some(Value::Array(parts)) = merged.remove("allOf") else { return Ok(merged) };
        for part in &parts {
            for (key, value) in self.merged(part)? {
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
