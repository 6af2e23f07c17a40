//! `--fail-under`: a share that rates must reach, judged over one company or several.
//!
//! Of several companies each must reach it, or with `--fail-under-of total` all together: their fractions are added as
//! integers. Where each reaches it, so does the sum, so there is no third way. A company in which nothing was due neither
//! reaches nor misses anything; where nothing was due anywhere, nothing can be judged.

use clap::{Args, ValueEnum};

use super::words::Trouble;
use crate::measure::{Rate, Share};
use crate::text::{Message, Text};

crate::texts! {
    OF_COMPANY: "{company}：{what}", "{company}: {what}";
    OF_TOTAL: "合计：{what}", "in total: {what}";
}

/// The options of a report that can demand a share.
#[derive(Debug, Args)]
pub(super) struct FailUnder {
    /// 按时率（记录）低于此值时以 1 退出 / Exit with 1 when the claimed rate is below this
    #[arg(long, value_name = "PERCENT", value_parser = share)]
    fail_under: Option<(Share, String)>,
    /// 多家公司时：每家都须达到，或合计达到 / Of several companies: each must reach it, or all together
    #[arg(long, value_name = "WHICH", default_value = "each")]
    fail_under_of: Of,
}

/// Whose rate must reach the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Of {
    /// 每家公司 / Every company
    Each,
    /// 各公司合计 / All companies together
    Total,
}

fn share(text: &str) -> Result<(Share, String), String> {
    Share::parse(text)
        .map(|share| (share, text.to_owned()))
        .ok_or_else(|| format!("`{text}` is not a share such as 100% or 99.5%"))
}

impl FailUnder {
    /// What is demanded of these rates, each with the words for missing it; nothing if nothing is.
    pub(super) fn of(&self, rates: &[(Rate, &'static Text)]) -> Option<Wrong> {
        let (share, text) = self.fail_under.clone()?;
        Some(Wrong::Demanded(Demand { share, text, of: self.fail_under_of, rates: rates.to_vec() }))
    }
}

/// What is not as it must be.
#[derive(Debug)]
pub(super) enum Wrong {
    /// As a report says itself.
    Said(Message),
    /// Rates that must reach a share: judged once those of all companies are known.
    Demanded(Demand),
}

/// Rates that must reach a share.
#[derive(Debug)]
pub(super) struct Demand {
    share: Share,
    /// The share as it was written.
    text: String,
    of: Of,
    rates: Vec<(Rate, &'static Text)>,
}

impl Demand {
    fn nothing_due(&self) -> bool {
        self.rates.iter().all(|(rate, _)| rate.due == 0)
    }

    /// What is to be said of the first rate that does not reach the share.
    fn missed(&self) -> Option<Message> {
        let (rate, below) = self.rates.iter().find(|(rate, _)| rate.reaches(self.share) == Some(false))?;
        Some(Message::new(below).with("rate", rate).with("wanted", &self.text))
    }

    fn add(&mut self, other: &Self) {
        for ((own, _), (more, _)) in self.rates.iter_mut().zip(&other.rates) {
            own.done += more.done;
            own.due += more.due;
        }
    }
}

/// What is wrong with one company alone.
pub(super) fn of_one(wrong: Option<Wrong>) -> Result<Vec<Message>, Trouble> {
    let demand = match wrong {
        None => return Ok(Vec::new()),
        Some(Wrong::Said(message)) => return Ok(vec![message]),
        Some(Wrong::Demanded(demand)) => demand,
    };
    if demand.nothing_due() {
        return Err(Trouble::nothing_due());
    }
    Ok(demand.missed().into_iter().collect())
}

/// What is wrong with several companies, each by its name.
pub(super) fn of_several(all: Vec<(String, Option<Wrong>)>) -> Result<Vec<Message>, Trouble> {
    let of_company =
        |company: &str, what| Message::new(&OF_COMPANY).with("company", company).with_message("what", what);
    let (mut said, mut demands) = (Vec::new(), Vec::new());
    for (company, wrong) in all {
        match wrong {
            None => {}
            Some(Wrong::Said(what)) => said.push(of_company(&company, what)),
            Some(Wrong::Demanded(demand)) => demands.push((company, demand)),
        }
    }
    if !demands.is_empty() && demands.iter().all(|(_, demand)| demand.nothing_due()) {
        return Err(Trouble::nothing_due());
    }
    if demands.iter().any(|(_, demand)| demand.of == Of::Total) {
        let mut demands = demands.into_iter().map(|(_, demand)| demand);
        if let Some(mut total) = demands.next() {
            demands.for_each(|more| total.add(&more));
            said.extend(total.missed().map(|what| Message::new(&OF_TOTAL).with_message("what", what)));
        }
    } else {
        let missed = |(company, demand): &(String, Demand)| demand.missed().map(|what| of_company(company, what));
        said.extend(demands.iter().filter_map(missed));
    }
    Ok(said)
}
