//! Whom an emergency wants phoned: the five posts, and each deputy general manager if there are several (E-2.2).
//!
//! Who the deputies are stands in the company's record, which every deputy has to be listed in: so whoever asks, the gate
//! too, reads a handful of papers and not the whole register of staff.

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::company::Company;
use crate::record::id::StaffId;
use crate::record::incident_entry::{CallResult, Leader, LeaderCall, What};
use crate::record::instant::Date;
use crate::record::parts::NONE;
use crate::record::path::Key;
use crate::record::staff::{Duty, Staff};
use crate::regulation::course::Course;

/// A call that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The post.
    pub role: Leader,
    /// Who; nothing where whoever holds the post will do, or nobody is registered in it.
    pub person: Option<StaffId>,
}

/// What came of a call that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Nobody called.
    Never,
    /// The last call reached nobody, with neither another try nor a reason.
    LeftAtThat,
    /// Reached, vacant, or a reason given.
    Answered,
}

/// The post of the register that a leader's is.
pub const fn post(role: Leader) -> Duty {
    match role {
        Leader::GeneralManager => Duty::GeneralManager,
        Leader::DeputyGeneralManager => Duty::DeputyGeneralManager,
        Leader::ChiefEngineer => Duty::ChiefEngineer,
        Leader::EngineeringManager => Duty::EngineeringManager,
        Leader::ProjectManager => Duty::ProjectManager,
    }
}

/// The calls wanted of an emergency that was received on a day, in the order of the clause.
///
/// Reads the company's record and those of the deputies that it lists.
pub fn wanted(records: &Records<'_>, day: Date) -> Vec<Wanted> {
    let company = records.get::<Company>(&Key { kind: Kind::Company, id: "company".to_owned() });
    let listed = company.as_ref().map(|company| company.deputies.as_slice()).unwrap_or_default();
    let in_office = |who: &&StaffId| {
        let staff = records.get::<Staff>(&who.key(Kind::Staff));
        staff.is_some_and(|staff| staff.holds(Duty::DeputyGeneralManager, day))
    };
    let deputies: Vec<StaffId> = listed.iter().filter(in_office).cloned().collect();
    let mut all = Vec::new();
    for role in Leader::ALL {
        if role == Leader::DeputyGeneralManager && deputies.len() > 1 {
            all.extend(deputies.iter().map(|person| Wanted { role, person: Some(person.clone()) }));
        } else {
            all.push(Wanted::post(role));
        }
    }
    all
}

impl Wanted {
    /// A call to whoever holds a post.
    pub const fn post(role: Leader) -> Self {
        Self { role, person: None }
    }

    /// What the course says came of it.
    pub fn came(&self, course: &Course) -> Came {
        let is_it = |call: &&LeaderCall| {
            call.role == self.role && self.person.as_ref().is_none_or(|who| call.person.as_option() == Some(who))
        };
        match course.of_kind(What::Call).filter_map(|entry| entry.call.as_ref()).filter(is_it).last() {
            None => Came::Never,
            Some(call) if call.result == CallResult::NotReached && call.reason == NONE => Came::LeftAtThat,
            Some(_) => Came::Answered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::id::IncidentId;
    use crate::record::instant::date;
    use crate::regulation::fixture::{INCIDENT, Scene, company, staff};
    use serde_json::json;

    fn missing(scene: &Scene, day: &str) -> Vec<(Leader, Option<String>)> {
        scene.world(|world| {
            let course = Course::of(world.records, &IncidentId::parse(INCIDENT).unwrap());
            let wanted = wanted(world.records, date::parse(day).unwrap()).into_iter();
            let missing = wanted.filter(|wanted| wanted.came(&course) != Came::Answered);
            missing.map(|wanted| (wanted.role, wanted.person.map(|who| who.to_string()))).collect()
        })
    }

    #[test]
    fn one_deputy_is_called_by_the_post() {
        assert_eq!(missing(&Scene::company(), "2025-03-18"), vec![]);
    }

    #[test]
    fn each_of_several_deputies_is_called() {
        let second = staff("wu-gang").set("/roles/-", json!({"role": "deputy_general_manager", "from": "2025-03-18"}));
        let listed = company().set("/deputies/-", "wu-gang");
        let scene = Scene::company().with(&second).with(&listed);
        let wanted = vec![(Leader::DeputyGeneralManager, Some("wu-gang".to_owned()))];
        assert_eq!(missing(&scene, "2025-03-18"), wanted);
        assert_eq!(missing(&scene, "2025-03-17"), vec![], "not yet a deputy then");
    }
}
