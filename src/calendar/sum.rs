//! A due date being worked out, keeping every line of the sum: base, months, clamping, each rolled day, the window.

use chrono::Datelike;

use super::{Calendar, Rest, Window, add_months, end_of};
use crate::record::instant::{Date, Instant};
use crate::text::{Message, Text};

crate::texts! {
    BASE: "起算：{what} {day}", "base: {what} {day}";
    MONTHS: "加 {months} 个月（从原起算日算起）得 {day}", "plus {months} month(s) (from the original date) is {day}";
    CLAMPED: "该月没有 {wanted} 日，取月末 {day} (D6)", "that month has no day {wanted}: its last day {day} is taken (D6)";
    SATURDAY: "周六", "Saturday";
    SUNDAY: "周日", "Sunday";
    OFF: "放假", "day off";
    STATUTORY: "法定节假日", "statutory holiday";
    ROLLED: "{day} 是{rest}，顺延 (D7)", "{day} is a rest day ({rest}): rolls (D7)";
    SKIPPED: "{day} 是{rest}，不计", "{day} is a rest day ({rest}): not counted";
    MAKE_UP: "{day} 是周末但为调休上班日，不顺延 (D7)", "{day} is a make-up working day on a weekend: does not roll (D7)";
    WEEKEND_KEPT: "{day} 是普通周末，按公司制度不顺延 (D7)", "{day} is an ordinary weekend: does not roll by the company's policy (D7)";
    DAYS: "加 {days} 天得 {day}", "plus {days} day(s) is {day}";
    WORKING_DAYS: "加 {days} 个工作日得 {day}", "plus {days} working days is {day}";
    HOURS: "加 {hours} 小时得 {at}", "plus {hours} hours is {at}";
    MINUTES: "加 {minutes} 分钟得 {at}", "plus {minutes} minutes is {at}";
    UNKNOWN_YEAR: "{year} 年节假日尚未公布：只按周末推算，日期可能变动", "the calendar of {year} is not published: only weekends counted, the day may still move";
    OPENS: "可办起始 {at}", "counts from {at}";
    CLOSES: "截止 {at}（含）", "in time until {at} (inclusive)";
}

/// A due date being worked out. Start with [`Sum::from_day`] or [`Sum::from_instant`], end with a window.
#[derive(Debug, Clone)]
pub struct Sum<'a> {
    calendar: &'a Calendar,
    day: Date,
    provisional: bool,
    steps: Vec<Message>,
}

impl<'a> Sum<'a> {
    /// Starts from a day; `what` says what happened on it.
    pub fn from_day(calendar: &'a Calendar, what: &'static Text, day: Date) -> Self {
        let base = Message::new(&BASE).with_message("what", what).with("day", day);
        Self { calendar, day, provisional: false, steps: vec![base] }
    }

    /// Starts from an instant; days are counted from its day in China Standard Time.
    pub fn from_instant(calendar: &'a Calendar, what: &'static Text, at: Instant) -> Self {
        let base = Message::new(&BASE).with_message("what", what).with("day", at);
        Self { calendar, day: at.day(), provisional: false, steps: vec![base] }
    }

    /// The day reached so far.
    pub const fn day(&self) -> Date {
        self.day
    }

    /// Adds months to the base. Call once: chained months drift (D6).
    #[must_use]
    pub fn months(mut self, months: u16) -> Self {
        let base = self.day;
        self.day = add_months(base, months);
        self.steps.push(Message::new(&MONTHS).with("months", months).with("day", self.day));
        if self.day.day() != base.day() {
            self.steps.push(Message::new(&CLAMPED).with("wanted", base.day()).with("day", self.day));
        }
        self
    }

    /// Rolls the day past rest days (D7).
    #[must_use]
    pub fn rolled(mut self, roll_weekends: bool) -> Self {
        let rolled = self.calendar.roll(self.day, roll_weekends);
        self.passed_over(&ROLLED, &rolled.passed);
        let day = rolled.day;
        if self.calendar.is_make_up(day) {
            self.steps.push(Message::new(&MAKE_UP).with("day", day));
        } else if self.calendar.rest(day).is_some() {
            self.steps.push(Message::new(&WEEKEND_KEPT).with("day", day));
        }
        self.reach(day, rolled.provisional)
    }

    /// Adds calendar days; the day reached so far is not counted.
    #[must_use]
    pub fn days(mut self, days: u32) -> Self {
        self.day = self.day.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(self.day);
        self.steps.push(Message::new(&DAYS).with("days", days).with("day", self.day));
        self
    }

    /// Adds working days; the day reached so far is not counted.
    #[must_use]
    pub fn working_days(mut self, days: u32) -> Self {
        let counted = self.calendar.add_working_days(self.day, days);
        self.passed_over(&SKIPPED, &counted.passed);
        self.steps.push(Message::new(&WORKING_DAYS).with("days", days).with("day", counted.day));
        self.reach(counted.day, counted.provisional)
    }

    /// Ends with the window from an instant to 24:00 of the day reached, plus hours.
    pub fn window(self, opens: Instant, hours_after: i64) -> (Window, Vec<Message>) {
        let mut sum = self;
        let deadline = end_of(sum.day).plus_hours(hours_after);
        if hours_after != 0 {
            sum.steps.push(Message::new(&HOURS).with("hours", hours_after).with("at", deadline));
        }
        sum.close(opens, deadline)
    }

    /// Ends with a window of hours from an instant on; hours are never rolled (D4 b).
    pub fn hours(self, opens: Instant, hours: i64) -> (Window, Vec<Message>) {
        let mut sum = self;
        let deadline = opens.plus_hours(hours);
        sum.steps.push(Message::new(&HOURS).with("hours", hours).with("at", deadline));
        sum.day = deadline.day();
        sum.close(opens, deadline)
    }

    /// Ends with a window that opens at one instant and closes a number of minutes after another, never rolled (D8).
    pub fn minutes(self, opens: Instant, from: Instant, minutes: i64) -> (Window, Vec<Message>) {
        let mut sum = self;
        let deadline = from.plus_minutes(minutes);
        sum.steps.push(Message::new(&MINUTES).with("minutes", minutes).with("at", deadline));
        sum.day = deadline.day();
        sum.close(opens, deadline)
    }

    fn close(mut self, opens: Instant, deadline: Instant) -> (Window, Vec<Message>) {
        self.steps.push(Message::new(&OPENS).with("at", opens));
        self.steps.push(Message::new(&CLOSES).with("at", deadline));
        (Window { opens, due_on: self.day, deadline, provisional: self.provisional }, self.steps)
    }

    fn passed_over(&mut self, text: &'static Text, passed: &[(Date, Rest)]) {
        self.steps.extend(
            passed.iter().map(|(day, rest)| Message::new(text).with("day", day).with_message("rest", rest.name())),
        );
    }

    fn reach(mut self, day: Date, provisional: bool) -> Self {
        self.day = day;
        if provisional {
            self.provisional = true;
            self.steps.push(Message::new(&UNKNOWN_YEAR).with("year", day.year()));
        }
        self
    }
}

impl Rest {
    /// Its name in both languages.
    pub const fn name(self) -> &'static Text {
        match self {
            Self::Saturday => &SATURDAY,
            Self::Sunday => &SUNDAY,
            Self::Off => &OFF,
            Self::Statutory => &STATUTORY,
        }
    }
}
