"""The official format (thể thức) as data: every size of the Word report in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Sizes of a document: lengths in millimetres, type and spacing in points."""

    page_width: float = 210
    page_height: float = 297
    margin_top: float = 20
    margin_bottom: float = 20
    margin_left: float = 30
    margin_right: float = 15
    header_distance: float = 10
    font: str = "Times New Roman"
    language: str = "vi-VN"
    body_size: float = 14
    table_size: float = 12
    motto_size: float = 13
    state_size: float = 12
    body_name_size: float = 12
    number_size: float = 13
    place_size: float = 14
    title_size: float = 14
    page_number_size: float = 13
    recipients_head_size: float = 12
    recipients_size: float = 11
    first_indent: float = 12.7
    space_after: float = 6
    line_spacing: float = 1.15
    head_left: float = 70
    head_right: float = 95
    rule_issuer: float = 28
    rule_motto: float = 60
    rule_title: float = 55
    rule_weight: float = 0.75
    signature_gap: float = 60
    sign_left: float = 80
    sign_right: float = 85

    @property
    def text_width(self) -> float:
        """Millimetres between the margins."""
        return self.page_width - self.margin_left - self.margin_right


#: Nghị định 30/2020/NĐ-CP, as the checklist of the formats page has it.
ND30 = Profile()
