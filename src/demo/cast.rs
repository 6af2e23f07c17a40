//! The company's people, with keys that follow from the seed. Private keys live in memory alone.

use super::Fault;
use super::chance::Chance;
use super::words::{GIVEN, OFFICE_GIVEN, SURNAMES};
use crate::record::id::{BookId, StaffId};
use crate::record::instant::Date;
use crate::record::staff::{Duty, Key, RoleHeld, Staff};
use crate::sign;

/// A member of staff and the key they sign with.
pub struct Person {
    /// Id.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Address, also that of their commits.
    pub email: String,
    /// Department.
    pub department: &'static str,
    /// Posts.
    pub duties: Vec<Duty>,
    /// The seed of their key, never written anywhere.
    seed: [u8; 32],
    /// First day in the company.
    pub joined_on: Date,
    /// Last day in the company.
    pub left_on: Option<Date>,
    /// Books ever issued to them.
    pub books: Vec<BookId>,
}

impl Person {
    /// Signs bytes with their key.
    pub fn sign(&self, message: &[u8]) -> Result<String, Fault> {
        Ok(sign::sign_with_key(&self.seed, message)?)
    }

    /// Their staff record as it now stands.
    pub fn record(&self) -> Result<Staff, Fault> {
        Ok(Staff {
            schema: "staff/1".to_owned(),
            id: self.id.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            department: self.department.to_owned(),
            roles: self.duties.iter().map(|role| RoleHeld { role: *role, from: self.joined_on, to: None }).collect(),
            joined_on: self.joined_on,
            left_on: self.left_on,
            keys: vec![Key { public: sign::public_key_of_seed(&self.seed)?, from: self.joined_on, to: None }],
            books: self.books.clone(),
        })
    }
}

/// A place in the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who(pub usize);

/// Everybody.
pub struct Cast {
    people: Vec<Person>,
    /// 维修人员.
    pub technicians: Vec<Who>,
    /// 回访人员.
    pub callers: Vec<Who>,
    /// 前台, who also dispatch.
    pub front_desk: Vec<Who>,
    /// 办公室.
    pub office: Who,
    /// 财务.
    pub finance: Who,
    /// 部门主管.
    pub supervisor: Who,
    /// 负责人.
    pub person_in_charge: Who,
    /// 库管.
    pub storekeeper: Who,
    /// 总经理.
    pub general_manager: Who,
    /// 副总经理.
    pub deputy_general_manager: Who,
    /// 工程部经理.
    pub engineering_manager: Who,
    /// 项目经理.
    pub project_manager: Who,
}

impl Cast {
    /// Engages everybody a company of this size needs.
    pub fn engage(technicians: usize, sites: usize, seed: u64, joined_on: Date) -> Result<Self, Fault> {
        let mut cast = Self {
            people: Vec::new(),
            technicians: Vec::new(),
            callers: Vec::new(),
            front_desk: Vec::new(),
            office: Who(0),
            finance: Who(0),
            supervisor: Who(0),
            person_in_charge: Who(0),
            storekeeper: Who(0),
            general_manager: Who(0),
            deputy_general_manager: Who(0),
            engineering_manager: Who(0),
            project_manager: Who(0),
        };
        let mut engage = |surname: (&str, &str), given: (&str, &str), department, duties: &[Duty]| {
            let place = cast.people.len();
            let mut spelt = format!("{}-{}", surname.1, given.1);
            let namesakes =
                cast.people.iter().filter(|other| other.name == format!("{}{}", surname.0, given.0)).count();
            if namesakes > 0 {
                spelt.push_str(&(namesakes + 1).to_string());
            }
            cast.people.push(Person {
                id: StaffId::parse(&spelt)?,
                name: format!("{}{}", surname.0, given.0),
                email: format!("{spelt}@weibao.example"),
                department,
                duties: duties.to_vec(),
                seed: Chance::new(seed, 1 + place as u64).key_seed(),
                joined_on,
                left_on: None,
                books: Vec::new(),
            });
            Ok::<_, Fault>(Who(place))
        };
        cast.office = engage(("宋", "song"), ("丽", "li"), "办公室", &[Duty::Office])?;
        cast.finance = engage(("郑", "zheng"), ("洁", "jie"), "财务部", &[Duty::Finance])?;
        cast.supervisor = engage(("梁", "liang"), ("刚", "gang"), "维修部", &[Duty::Supervisor])?;
        cast.person_in_charge = engage(("韩", "han"), ("华", "hua"), "售后服务部", &[Duty::PersonInCharge])?;
        cast.storekeeper = engage(("唐", "tang"), ("波", "bo"), "库房", &[Duty::Storekeeper])?;
        for n in 0..=sites / 4000 {
            let who = engage(
                ("冯", "feng"),
                OFFICE_GIVEN[n % OFFICE_GIVEN.len()],
                "前台",
                &[Duty::FrontDesk, Duty::Dispatcher],
            )?;
            cast.front_desk.push(who);
        }
        for n in 0..2 + sites / 400 {
            let who = engage(("邓", "deng"), OFFICE_GIVEN[n % OFFICE_GIVEN.len()], "售后服务部", &[Duty::Caller])?;
            cast.callers.push(who);
        }
        for n in 0..technicians {
            let given = GIVEN[(n / SURNAMES.len() + n * 3) % GIVEN.len()];
            let who = engage(SURNAMES[n % SURNAMES.len()], given, "维修部", &[Duty::Technician])?;
            cast.technicians.push(who);
        }
        cast.general_manager = engage(("马", "ma"), ("军", "jun"), "公司", &[Duty::GeneralManager])?;
        cast.deputy_general_manager = engage(("邓", "deng"), ("毅", "yi"), "公司", &[Duty::DeputyGeneralManager])?;
        cast.engineering_manager = engage(("徐", "xu"), ("涛", "tao"), "工程部", &[Duty::EngineeringManager])?;
        cast.project_manager = engage(("谢", "xie"), ("敏", "min"), "工程部", &[Duty::ProjectManager])?;
        Ok(cast)
    }

    /// One of them.
    pub fn of(&self, who: Who) -> &Person {
        &self.people[who.0]
    }

    /// One of them, to be changed.
    pub fn of_mut(&mut self, who: Who) -> &mut Person {
        &mut self.people[who.0]
    }

    /// All of them, in the order they were engaged.
    pub fn everybody(&self) -> impl Iterator<Item = Who> + use<> {
        (0..self.people.len()).map(Who)
    }
}
