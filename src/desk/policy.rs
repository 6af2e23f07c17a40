//! Policy values: one set from a day on; those before it stay, and what was judged by them with them.

use serde_json::{Value, json};

use super::{Desk, DeskError, company_key, merge, value_of};
use crate::record::company::Setting;
use crate::record::instant::Date;
use crate::regulation::policy::Policy;
use crate::text::Message;
use crate::texts;

texts! {
    SET: "policy: {name} 自 {from} 起为 {value}", "policy: {name} is {value} from {from} on";
}

impl Desk<'_> {
    /// Adds a value of a policy, in force from a day on.
    pub fn set_policy(&mut self, policy: &Policy, value: Setting, from: Date, reason: &str) -> Result<(), DeskError> {
        let key = company_key();
        let mut company = self.existing(&key)?;
        let set = json!({
            "name": policy.name, "value": value_of(&value)?, "from": from.format("%Y-%m-%d").to_string(), "reason": reason,
        });
        match company.get_mut("policies").and_then(Value::as_array_mut) {
            Some(list) => list.push(set),
            None => merge::merge(&mut company, &json!({ "policies": [set] })),
        }
        self.put(key, company);
        self.note(Message::new(&SET).with("name", policy.name).with("value", value).with("from", from));
        Ok(())
    }
}
