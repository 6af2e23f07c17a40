//! The words of the story: names, places, faults and remedies, all invented.

/// Family names and their spelling.
pub const SURNAMES: &[(&str, &str)] = &[
    ("王", "wang"),
    ("李", "li"),
    ("张", "zhang"),
    ("刘", "liu"),
    ("陈", "chen"),
    ("杨", "yang"),
    ("黄", "huang"),
    ("赵", "zhao"),
    ("周", "zhou"),
    ("吴", "wu"),
    ("徐", "xu"),
    ("孙", "sun"),
    ("马", "ma"),
    ("朱", "zhu"),
    ("胡", "hu"),
    ("郭", "guo"),
    ("何", "he"),
    ("林", "lin"),
    ("高", "gao"),
    ("罗", "luo"),
];

/// Given names and their spelling.
pub const GIVEN: &[(&str, &str)] = &[
    ("伟", "wei"),
    ("强", "qiang"),
    ("磊", "lei"),
    ("军", "jun"),
    ("勇", "yong"),
    ("杰", "jie"),
    ("涛", "tao"),
    ("明", "ming"),
    ("超", "chao"),
    ("辉", "hui"),
    ("刚", "gang"),
    ("平", "ping"),
    ("斌", "bin"),
    ("鹏", "peng"),
    ("宇", "yu"),
    ("浩", "hao"),
    ("凯", "kai"),
    ("健", "jian"),
    ("俊", "junfeng"),
    ("飞", "fei"),
];

/// Given names of callers and other people in the office, and their spelling.
pub const OFFICE_GIVEN: &[(&str, &str)] = &[
    ("娜", "na"),
    ("敏", "min"),
    ("静", "jing"),
    ("丽", "li"),
    ("燕", "yan"),
    ("艳", "yanyan"),
    ("芳", "fang"),
    ("霞", "xia"),
    ("娟", "juan"),
    ("玲", "ling"),
];

/// Front parts of clients' names.
pub const CLIENT_FRONTS: &[&str] = &[
    "京北",
    "燕山",
    "温榆河",
    "北清",
    "居庸",
    "军都",
    "龙山",
    "沙河",
    "天通",
    "霍营",
    "十三陵",
    "南口",
    "百善",
    "小汤山",
];

/// Trades of clients.
pub const CLIENT_TRADES: &[&str] = &[
    "第一小学",
    "实验中学",
    "人民医院",
    "职业学院",
    "科技园",
    "物流中心",
    "商业广场",
    "酒店",
    "印刷厂",
    "制药公司",
    "体育馆",
    "图书馆",
    "变电站",
    "水务公司",
    "养老院",
];

/// Parts of a client's premises that are sites.
pub const SITE_PARTS: &[&str] = &[
    "主楼",
    "东区",
    "西区",
    "教学楼",
    "门诊楼",
    "仓库",
    "办公楼",
    "宿舍区",
    "实验楼",
    "地下车库",
    "南门",
    "北门",
    "综合楼",
];

/// Districts near the office (V-1).
pub const NEAR: &[&str] =
    &["昌平区城北街道", "昌平区城南街道", "昌平区回龙观街道", "昌平区沙河镇", "昌平区南邵镇", "昌平区马池口镇"];

/// Districts farther away (V-2).
pub const FAR: &[&str] = &["怀柔区", "密云区", "延庆区", "房山区", "大兴区", "平谷区"];

/// Posts of clients' people.
pub const TITLES: &[&str] = &["工程部经理", "后勤主任", "安保主管", "信息中心主任", "值班长", "设备管理员"];

/// Devices: name and model.
pub const DEVICES: &[(&str, &str)] = &[
    ("硬盘录像机", "NVR-16X"),
    ("网络摄像机", "IPC-4M"),
    ("门禁控制器", "ACS-04"),
    ("报警主机", "AL-128"),
    ("道闸控制器", "BG-220"),
    ("核心交换机", "SW-24G"),
    ("对讲分机", "VT-07"),
];

/// Faults: what the client says, what it was, what was done, which part.
pub const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("三路图像无显示", "电源适配器老化，输出电压偏低", "更换电源适配器，逐路核对图像", "电源适配器"),
    ("录像回放时断时续", "硬盘出现坏道", "更换硬盘并重建录像计划", "监控硬盘"),
    ("刷卡后门锁不动作", "电锁线圈断路", "更换电锁，测试开闭各二十次", "电插锁"),
    ("夜间误报频繁", "红外探测器受潮", "更换探测器并重新设定灵敏度", "红外探测器"),
    ("道闸抬杆缓慢", "平衡弹簧疲劳", "更换弹簧，润滑传动部件", "平衡弹簧"),
    ("网络时通时断", "光纤收发器故障", "更换收发器，测试丢包率为零", "光纤收发器"),
    ("室内分机无声音", "听筒线接触不良", "重新压接听筒线，通话正常", "听筒线"),
    ("摄像机画面模糊", "护罩积尘，镜头起雾", "清洁护罩与镜头，重新密封", "密封圈"),
];

/// Opinions of users.
pub const OPINIONS: &[&str] = &["服务及时，态度好", "工作认真，现场整洁", "讲解清楚，满意", "比预计的快，谢谢", "无"];

/// Suggestions of users.
pub const SUGGESTIONS: &[&str] = &["建议提前一天电话预约", "希望增加一次操作培训", "建议备品放在现场", "无", "无"];

/// Why users are dissatisfied.
pub const COMPLAINTS: &[&str] =
    &["夜间仍有误报，影响值班", "维修后图像仍偶有卡顿", "操作培训时间太短，值班员不会回放", "门禁响应变慢，高峰期排队"];

/// Reasons of lateness, as declared.
pub const LATE_REASONS: &[&str] =
    &["回访员连续外勤，未能按期回访", "客户放假，约定时间顺延", "暴雨道路中断，改期上门", "人员病假，工作交接遗漏"];

/// Reasons why a repair takes longer.
pub const DELAY_REASONS: &[&str] = &["专用配件需厂家发货", "客户停电检修，无法进场", "大风天气，高处作业停止"];

/// Reasons why a ticket is void.
pub const VOID_REASONS: &[&str] = &["书写错误：服务地点填错", "书写错误：设备型号填错", "书写错误：日期涂改"];

/// Issues that callers and visitors cannot settle themselves.
pub const ISSUES: &[(&str, &str)] = &[
    ("希望把录像保存期从三十天延长到九十天", "加装两块硬盘，保存期实测九十二天"),
    ("停车场出口车牌识别率偏低", "调整补光灯角度并升级识别程序"),
    ("中控室时钟与录像时间相差两分钟", "配置校时服务器，全部设备已对时"),
];
