//! What a condition sees of the answers, and its evaluation.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use cel::objects::Key;
use cel::{Context, Env, ExecutionError, IdedExpr, Value};

use kernel::Date;

/// The standard operators and functions. Never changed after it is made.
static STANDARD: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// One thing known, as a condition sees it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::forms) enum Known {
    Nothing,
    Truth(bool),
    Whole(i64),
    Words(String),
    List(Vec<Known>),
    Fields(BTreeMap<String, Known>),
}

impl Known {
    /// A day as conditions compare it.
    pub(in crate::forms) fn day(day: Date) -> Self {
        Self::Words(day.to_string())
    }
}

/// All that is known at one point of the form: answered, shown questions by key. What is missing is
/// `null`.
#[derive(Debug, Clone, Default)]
pub(in crate::forms) struct Facts(BTreeMap<String, Known>);

impl Facts {
    pub(in crate::forms) fn set(&mut self, name: &str, known: Known) {
        self.0.insert(name.to_owned(), known);
    }
}

impl From<&Known> for Value {
    fn from(known: &Known) -> Self {
        match known {
            Known::Nothing => Self::Null,
            Known::Truth(b) => Self::Bool(*b),
            Known::Whole(n) => Self::Int(*n),
            Known::Words(s) => Self::String(Arc::new(s.clone())),
            Known::List(items) => Self::List(Arc::new(items.iter().map(Into::into).collect())),
            Known::Fields(fields) => {
                let map: HashMap<Key, Value> =
                    fields.iter().map(|(k, v)| (Key::String(Arc::new(k.clone())), v.into())).collect();
                Self::Map(map.into())
            }
        }
    }
}

/// `None` when it cannot be decided.
pub(super) fn decide(expression: &IdedExpr, reads: &BTreeSet<String>, facts: &Facts) -> Option<bool> {
    let mut context = Context::with_env(Arc::clone(&STANDARD));
    context.add_function("age", age).ok()?;
    for name in reads {
        let value = facts.0.get(name).map_or(Value::Null, Value::from);
        context.add_variable_from_value(name.as_str(), value);
    }
    match context.resolve(expression) {
        Ok(Value::Bool(answer)) => Some(answer),
        _ => None,
    }
}

/// `age(birth_date, day)`: full years by the law on the calculation of age.
fn age(birth: Arc<String>, on: Arc<String>) -> Result<i64, ExecutionError> {
    let day = |text: &str| text.parse::<Date>().map_err(|_| ExecutionError::function_error("age", "not a day"));
    let (birth, on) = (day(&birth)?, day(&on)?);
    if on < birth {
        return Err(ExecutionError::function_error("age", "born later"));
    }
    Ok(i64::from(kernel::age::age_on(birth, on)))
}
