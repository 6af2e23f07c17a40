//! One act of the story: who enters which papers, when, and what is said of it. One act is one commit.

use super::paper::Paper;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::text::Text;
use crate::texts;

texts! {
    pub(super) FOUNDED: "{kind}: {id} 建档，含节假日", "{kind}: {id} founded, with its calendars";
    pub(super) NEW: "{kind}: {id} 新建", "{kind}: {id} new";
    pub(super) IMPORTANT: "{kind}: {id} 列为重要用户", "{kind}: {id} is important from now on";
    pub(super) RELIEVED: "{kind}: {id} 换人值班", "{kind}: {id} others stand in";
    pub(super) SERVICE_ENDS: "{kind}: {id} 服务期将满", "{kind}: {id} service comes to its end";
    pub(super) APPOINTED: "{kind}: {id} 预约", "{kind}: {id} appointment made";
    pub(super) CONFIRMED: "{kind}: {id} 用户已确认", "{kind}: {id} confirmed by the user";
    pub(super) ATTEMPTED: "{kind}: {id} 拨打未通", "{kind}: {id} tried in vain";
    pub(super) UNREACHABLE: "{kind}: {id} 无法联系", "{kind}: {id} unreachable";
    pub(super) EXCUSED: "{kind}: {id} 无法联系，主管已核", "{kind}: {id} unreachable, excused by the supervisor";
    pub(super) CALLED: "{kind}: {id} 已电话回访", "{kind}: {id} called back";
    pub(super) VISITED: "{kind}: {id} 已上门回访", "{kind}: {id} visited";
    pub(super) PLAN_CONFIRMED: "{kind}: {id} 甲方已确认", "{kind}: {id} confirmed by the client";
    pub(super) PLAN_WITHDRAWN: "{kind}: {id} 撤回", "{kind}: {id} withdrawn";
    pub(super) MAINTAINED: "{kind}: {id} 维护保养完成", "{kind}: {id} maintained";
    pub(super) OUTCOME: "{kind}: {id} 落实结果", "{kind}: {id} seen through";
    pub(super) ACCEPTED: "{kind}: {id} 问题已解决，用户许可", "{kind}: {id} issue solved and accepted by the user";
    pub(super) REPORTED: "{kind}: {id} 接报", "{kind}: {id} received";
    pub(super) OPENED: "{kind}: {id} 开单", "{kind}: {id} opened";
    pub(super) VOID: "{kind}: {id} 作废", "{kind}: {id} void";
    pub(super) COMPLETED: "{kind}: {id} 完成", "{kind}: {id} completed";
    pub(super) TRANSFERRED: "{kind}: {id} 转入备用单", "{kind}: {id} transferred to a spare ticket";
    pub(super) AT_FRONT_DESK: "{kind}: {id} 前台签收", "{kind}: {id} at the front desk";
    pub(super) AT_OFFICE: "{kind}: {id} 办公室接收", "{kind}: {id} at the office";
    pub(super) SUBMITTED: "{kind}: {id} 提交", "{kind}: {id} submitted";
    pub(super) EFFECTIVE: "{kind}: {id} 已核算生效", "{kind}: {id} accounted and effective";
    pub(super) LENT: "{kind}: {id} 借出", "{kind}: {id} lent";
    pub(super) RETURNED: "{kind}: {id} 归还", "{kind}: {id} returned";
    pub(super) UPGRADED: "{kind}: {id} 升级完成，甲方已确认", "{kind}: {id} done and confirmed by the client";
    pub(super) REQUESTED: "{kind}: {id} 甲方要求", "{kind}: {id} requested by the client";
    pub(super) WITHDRAWN: "{kind}: {id} 甲方撤回", "{kind}: {id} withdrawn by the client";
    pub(super) TRAINED: "{kind}: {id} 已培训，甲方已确认", "{kind}: {id} given and confirmed by the client";
    pub(super) HELD: "{kind}: {id} 已培训，甲方未签字", "{kind}: {id} given, not yet signed by the client";
    pub(super) ISSUED: "{kind}: {id} 发放", "{kind}: {id} issued";
    pub(super) EXCHANGED: "{kind}: {id} 以旧换新", "{kind}: {id} exchanged for a new one";
    pub(super) LOST: "{kind}: {id} 遗失核销，另发新本", "{kind}: {id} lost, accounted for, a new one issued";
    pub(super) REJECTED: "{kind}: {id} 驳回", "{kind}: {id} rejected";
    pub(super) PUBLISHED: "{kind}: {id} 公布", "{kind}: {id} published";
    pub(super) APPLIED: "{kind}: {id} 申请", "{kind}: {id} applied for";
    pub(super) CREDITED: "{kind}: {id} 核实备案", "{kind}: {id} confirmed and filed";
    pub(super) RESTED: "{kind}: {id} 批准备案", "{kind}: {id} approved and filed";
    pub(super) NOTED: "{kind}: {id} 记录", "{kind}: {id} written down";
    pub(super) LOGGED: "{kind}: {id} 记录", "{kind}: {id} logged";
    pub(super) ENDED: "{kind}: {id} 处置结束", "{kind}: {id} handling over";
    pub(super) CLOSED: "{kind}: {id} 结案", "{kind}: {id} closed";
    pub(super) LEFT: "{kind}: {id} 离职，交回维修单本", "{kind}: {id} leaves and hands the book back";
}

/// An act.
#[derive(Debug)]
pub struct Act {
    /// When it is entered; author's and committer's time.
    pub at: Instant,
    /// Author.
    pub by: StaffId,
    /// Author's name.
    pub name: String,
    /// Author's address.
    pub email: String,
    /// What is said of the first paper.
    pub said: &'static Text,
    /// The records as they are after it.
    pub papers: Vec<Paper>,
}
