"""The articles of the agreement, in Korean and English; %(names)s stand for data of the case."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One article; `needs` names the value without which it is left out."""

    title: dict[str, str]
    text: dict[str, str]
    needs: str | None = None


HEADING = {
    "ko": "스마트제조혁신 지원사업 협약서\n협약번호 %(number)s\n"
    "공고번호 %(notice)s\n사업명 %(line)s",
    "en": "Agreement on support for smart manufacturing\nNumber %(number)s\n"
    "Notice %(notice)s\nProgramme line %(line)s",
}
PARTY_NAMES = {
    "adopter": {"ko": "도입기업", "en": "Adopter"},
    "supplier": {"ko": "공급기업", "en": "Supplier"},
    "techno_park": {"ko": "테크노파크", "en": "Techno Park"},
    "agency": {"ko": "전문기관", "en": "Agency"},
}
ARTICLES = (
    Article(
        {"ko": "당사자", "en": "Parties"},
        {
            "ko": "이 협약의 당사자는 다음과 같습니다.\n%(parties)s",
            "en": "The parties to this agreement are:\n%(parties)s",
        },
    ),
    Article(
        {"ko": "목적과 장소", "en": "Purpose and place"},
        {
            "ko": "당사자는 “%(title)s” 과제를 "
            "%(workplace)s(%(workplace_address)s)에서 수행합니다.",
            "en": "The parties carry out “%(title)s” at %(workplace)s (%(workplace_address)s).",
        },
    ),
    Article(
        {"ko": "목표 수준", "en": "Target level"},
        {
            "ko": "구축이 끝나면 이 사업장의 시스템 수준은 %(target_level)s 이상이어야 합니다.",
            "en": "When the build is complete, the site's system level is "
            "%(target_level)s or higher.",
        },
        needs="target_level",
    ),
    Article(
        {"ko": "협약 기간", "en": "Term"},
        {
            "ko": "협약 기간은 %(starts_on)s부터 %(ends_on)s까지입니다.",
            "en": "The agreement runs from %(starts_on)s to %(ends_on)s, both days included.",
        },
    ),
    Article(
        {"ko": "사업비", "en": "Cost"},
        {
            "ko": "총사업비는 %(total)s이며 다음과 같이 부담합니다.\n%(money)s",
            "en": "The total cost is %(total)s, carried as follows:\n%(money)s",
        },
    ),
    Article(
        {"ko": "지원금 지급", "en": "Payment of grants"},
        {
            "ko": "도입기업은 자기 부담금을 먼저 낸 사실을 증빙합니다. "
            "지원금은 증빙을 갖춘 지급 요청에 대해 재원별 남은 금액의 비율로 지급하며, "
            "재원별 협약 금액을 넘지 않습니다.",
            "en": "The adopter first proves that its own share is paid. Grants are paid on claims "
            "with evidence, in proportion to what is left of each source, and never above "
            "the agreed sum.",
        },
    ),
    Article(
        {"ko": "지급 단계", "en": "Instalments"},
        {
            "ko": "단계별로 요청할 수 있는 비율은 다음과 같습니다.\n%(instalments)s",
            "en": "The parts that may be claimed from each stage on are:\n%(instalments)s",
        },
        needs="instalments",
    ),
    Article(
        {"ko": "설계", "en": "Design"},
        {
            "ko": "도입기업과 공급기업은 %(design_due_on)s까지 설계를 제출합니다.",
            "en": "The adopter and the supplier hand in the design by %(design_due_on)s.",
        },
        needs="design_due_on",
    ),
    Article(
        {"ko": "데이터 표준", "en": "Data standard"},
        {
            "ko": "구축한 설비와 시스템의 데이터는 다음 표준을 따릅니다: %(standards)s.",
            "en": "The data of the equipment and systems follow these standards: %(standards)s.",
        },
        needs="standards",
    ),
    Article(
        {"ko": "점검", "en": "Inspections"},
        {
            "ko": "테크노파크는 중간점검과 완료점검을 하고, 당사자는 현장과 자료를 보여 줍니다.",
            "en": "The Techno Park makes the interim check and the completion inspection; "
            "the parties open the site and the records to it.",
        },
    ),
    Article(
        {"ko": "정산과 반환", "en": "Settlement and return"},
        {
            "ko": "완료 뒤 사업비를 정산합니다. "
            "인정되지 않은 비용에 지급된 지원금은 재원별로 반환합니다.",
            "en": "The cost is settled after completion. Grants paid for cost that is not accepted "
            "are returned to their sources.",
        },
    ),
    Article(
        {"ko": "무상 하자보수", "en": "Free repair"},
        {
            "ko": "공급기업은 완료 뒤 %(repair_months)s개월 동안 하자를 무상으로 보수합니다.",
            "en": "The supplier repairs defects free of charge for %(repair_months)s months "
            "after completion.",
        },
        needs="repair_months",
    ),
    Article(
        {"ko": "사후관리", "en": "After-care"},
        {
            "ko": "테크노파크는 다음 날에 성과를 측정하며, "
            "완료일이 바뀌면 완료 뒤 날짜도 함께 바뀝니다.\n%(visits)s",
            "en": "The Techno Park measures the outcome on these days; those after completion "
            "move with the day of completion.\n%(visits)s",
        },
        needs="visits",
    ),
    Article(
        {"ko": "금지 행위", "en": "Forbidden acts"},
        {
            "ko": "거짓 청구, 자기 부담금의 대납이나 반환, 무단 하도급, "
            "제3자의 부당한 개입을 금지합니다. "
            "위반하면 협약을 해지하고 법령에 따라 환수하며 참여를 제한할 수 있습니다.",
            "en": "False claims, advancing or paying back the adopter's own share, unapproved "
            "subcontracting and improper involvement of third parties are forbidden. "
            "The agreement may then be terminated, money recovered and participation "
            "barred as the law provides.",
        },
    ),
    Article(
        {"ko": "적용 규정", "en": "Rules that apply"},
        {
            "ko": "이 협약에는 신청을 시작한 때의 규정을 적용합니다: %(rules)s.",
            "en": "The rules of the day on which the case began apply: %(rules)s.",
        },
    ),
)
