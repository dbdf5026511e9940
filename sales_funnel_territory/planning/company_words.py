"""Words of company names: legal forms, words that stand in many names, domains of everybody."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LEGAL_FORMS = _words(
    """ab ag aps as bv bvba co company corp corporation doo eg eirl ek ev gbr gmbh inc
    incorporated kft kg kgaa kk limited llc llp lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt rl
    sa sarl sas sasu sdn bhd se sl slu snc spa spzoo sprl srl sro ug und zrt"""
)
WIDE_LEGAL_FORMS = _words(
    """股份有限公司 有限责任公司 有限責任公司 有限公司 股份公司 公司
    株式会社 有限会社 合同会社 주식회사"""
)
# Places and trades that stand in a great many names: no trace to follow, though they are compared.
COMMON_BIGRAMS = _words(
    """上海 北京 广州 廣州 深圳 天津 重庆 重慶 苏州 蘇州 杭州 南京 武汉 武漢 成都 东莞
    東莞 宁波 寧波 青岛 青島 无锡 無錫 佛山 厦门 廈門 台湾 台灣 台北 香港 中国 中國
    国际 國際 江苏 江蘇 浙江 广东 廣東 山东 山東 科技 技术 技術 贸易 貿易 实业 實業
    工业 工業 电子 電子 机械 機械 设备 設備 工程 建设 建設 建筑 建築 投资 投資 发展
    發展 管理 咨询 諮詢 信息 资讯 資訊 网络 網路 软件 軟體 服务 服務 集团 集團 制造
    製造 食品 材料 化工 物流 汽车 汽車 医疗 醫療 生物 能源 智能 自动 自動 动化 動化
    电气 電氣 电器 電器 精密 进出 進出 出口 有限 公司 企业 企業 文化 传媒 传播 商贸
    商貿 装饰 金属 塑料 塑胶 包装"""
)
# Where anybody may have a mailbox or a page.
SHARED_DOMAINS = _words(
    """126.com 139.com 163.com aliyun.com aol.com facebook.com foxmail.com free.fr gmail.com
    gmx.de gmx.net googlemail.com hotmail.com icloud.com instagram.com libero.it linkedin.com
    live.com mail.ru me.com msn.com orange.fr outlook.com proton.me protonmail.com qq.com
    sina.com sohu.com t-online.de web.de wechat.com yahoo.co.jp yahoo.com yahoo.de yahoo.fr
    yeah.net"""
)
