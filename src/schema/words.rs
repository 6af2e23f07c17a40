//! The sentences about values that do not fit their schema; [`super::explain`] fills them.

crate::texts! {
    pub(super) MISSING: "缺少「{title}」（{name}）", "“{title}” ({name}) is missing";
    pub(super) UNKNOWN_MEMBER: "没有「{name}」这一项；此处可有：{known}", "there is no member “{name}”; here may stand: {known}";
    pub(super) NOT_HERE: "此处不应有「{title}」（{name}）", "“{title}” ({name}) may not stand here";
    pub(super) NOT_A_CHOICE: "「{title}」不能是 {found}；可选：{choices}", "“{title}” may not be {found}; choose from: {choices}";
    pub(super) NOT_THE_CONSTANT: "「{title}」应为 {wanted}，却是 {found}", "“{title}” must be {wanted}, found {found}";
    pub(super) WRONG_SPELLING: "「{title}」写法不对：{found}；{meaning}，例如 {example}", "“{title}” is not spelt right: {found}; {meaning}, for example {example}";
    pub(super) NOT_A_DATE: "「{title}」不是存在的日期：{found}；例如 {example}", "“{title}” is no day of the calendar: {found}; for example {example}";
    pub(super) NOT_A_TIME: "「{title}」不是存在的时刻：{found}；例如 {example}", "“{title}” is no point in time: {found}; for example {example}";
    pub(super) WRONG_FORMAT: "「{title}」不合格式 {format}：{found}", "“{title}” is not of format {format}: {found}";
    pub(super) BLANK: "「{title}」不能为空", "“{title}” may not be empty";
    pub(super) TOO_SHORT: "「{title}」至少 {limit} 字，却是 {found} 字", "“{title}” takes at least {limit} characters, found {found}";
    pub(super) TOO_LONG: "「{title}」至多 {limit} 字，却是 {found} 字", "“{title}” takes at most {limit} characters, found {found}";
    pub(super) TOO_SMALL: "「{title}」至少为 {limit}，却是 {found}", "“{title}” is at least {limit}, found {found}";
    pub(super) TOO_GREAT: "「{title}」至多为 {limit}，却是 {found}", "“{title}” is at most {limit}, found {found}";
    pub(super) TOO_FEW: "「{title}」至少 {limit} 项，却有 {found} 项", "“{title}” takes at least {limit} entries, found {found}";
    pub(super) TOO_MANY: "「{title}」至多 {limit} 项，却有 {found} 项", "“{title}” takes at most {limit} entries, found {found}";
    pub(super) REPEATED: "「{title}」中有重复的项", "“{title}” holds an entry twice";
    pub(super) WRONG_TYPE: "「{title}」应为{wanted}，却是{found}", "“{title}” must be {wanted}, found {found}";
    pub(super) NOT_CONTAINED: "「{title}」缺一项：{wanted}", "“{title}” lacks an entry: {wanted}";
    pub(super) FORBIDDEN: "「{title}」不能是 {found}：{meaning}", "“{title}” may not be {found}: {meaning}";
    pub(super) OTHER: "「{title}」不合格式（{keyword}）", "“{title}” does not fit the schema ({keyword})";
    pub(super) BECAUSE: "{fault}（因为{because}）", "{fault} (because {because})";
    pub(super) BECAUSE_OF: "{fault}（因为有「{member}」）", "{fault} (because “{member}” is there)";
    pub(super) OR_NONE: "{fault}；没有则写“无”", "{fault}; write 无 for none";
    pub(super) OR_UNKNOWN: "{fault}；问了不详则写“已问不详”", "{fault}; write 已问不详 if it was asked and is not known";
    pub(super) NO_SCHEMA_NAMED: "没有写明格式（schema）；应为 {known}", "no schema is named (schema); it should be {known}";
    pub(super) UNKNOWN_SCHEMA: "不认识的格式 {found}；此类记录可用：{known}", "unknown schema {found}; records of this kind may use: {known}";
    pub(super) BROKEN_SCHEMA: "格式文件 {file} 自身有误，无法判断：{reason}", "the schema {file} is broken itself, nothing can be judged: {reason}";
    pub(super) A_TEXT: "文字", "a text";
    pub(super) AN_INTEGER: "整数", "an integer";
    pub(super) A_BOOL: "true 或 false", "true or false";
    pub(super) AN_OBJECT: "一组成员（对象）", "an object";
    pub(super) A_LIST: "列表", "a list";
    pub(super) A_NULL: "null", "null";
    pub(super) A_VALUE: "值", "a value";
    pub(super) THE_RECORD: "记录", "the record";
    pub(super) AN_ENTRY: "此项", "this entry";
}
