"""What a query says of a visit, a campaign or a click, and never of a page."""

from __future__ import annotations

import re

# Parameters that name a campaign, a click or a visit, never a page.
_TRACKING = re.compile(
    r"""(?:utm|pk|mtm|matomo|piwik|hsa|vero|oly|guce|at|ns|fb|cx|iesrc|_x_tr|__cft__.*|aspsessionid)_.*
    |[a-z]{2,3}_(?:source|medium|campaign)|gad_\w+|elq\w*
    |(?:fb|g|d|y|ym|vk|tw|tt|s|rb_|ir)cl(?:ick)?id|(?:sc|rdt_)cid|irgwc|cjevent|awc|lipi|share_id|sharetype|msclkid
    |gclsrc|[gw]braid|ysclid|yadclid|igshid|igsh|li_fat_id|srsltid
    |mc_[ce]id|mkt_tok|_hsenc|_hsmi|__hs\w*|hsctatracking|_ga|_gl|_ke|_openstat|__tn__|__twitter_impression|__s
    |itm_\w+|s_kwcid|ef_id|s_campaign|s_cid|wt\.\w+|wt_z?mc\w*|xtor|xtcr|cmp|cmpid|cmp_?id|campaign_?id|ncid|ocid|icid|itid|ito|dicbo
    |tblci|tbref|spm|scm|trk\w*|sc_src|sr_share|soc_(?:src|trk)|smid|smtyp|emc|ftag|mbid|tpcc|wprov|rss_?id
    |utm|gaa_\w+|_branch_\w+|sfmc_\w+|reflink|hss_channel|share_?token|unlocked_article_code|gift_?copy|lead_?source
    |tracking_?id|epik|_bhlid|ck_subscriber_id|vgo_ee|mibextid
    |usqp|amp_(?:js_v|gsa|ct)|aoh|gws_rd|guccounter|referr?er(?:_url)?|ref_(?:src|url)|refsrc|replytocom|nr_email_referer
    |int_?cmp|ss_email_id|dm_i|bxid|cndid|taid|ved|usg|tsrc|wpisrc|esrc|pgtype|triedredirect|oborigurl
    |showcomments|commentid|no_?cache|cache_?bust(?:er)?|zanpid|traffic_?source|fromrss|sh_kit|ss_campaign.*|obref|outbrain\w*|taboola\w*
    |(?:php|j|asp\.net_)?sess(?:ion)?_?id|cftoken|cfid""",
    re.IGNORECASE | re.VERBOSE,
)
# Names that sites use for both: tracking where the value is a word, a page's own where it holds a number.
_TRACKING_BY_WORD = frozenset(
    ("ref", "iref", "rref", "cref", "source", "src", "from", "via", "share", "medium", "campaign", "origin", "partner", "p1")
)  # fmt: skip
_CACHE_KEY = re.compile(r"_=\d{10,13}|(?:rnd|rand|random)=0\.\d+")  # as scripts add, so that no cache answers
# Of a link copied at X; each alone means other things.
_SHARED = re.compile(r"(?:^|&)(?:s=\d\d?&t=[\w-]{22}|t=[\w-]{22}&s=\d\d?)(?=&|$)")
_SESSION_VALUE = re.compile(r"[0-9a-zA-Z]{16,}")  # `sid=` is a story's number at some sites and a session at others


def without_tracking(query: str) -> str:
    """Return a query without what names a visit or a campaign, the rest in its order."""
    query = _SHARED.sub("", query)
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part)) if query else ""


def _is_tracking(part: str) -> bool:
    name, _, value = part.partition("=")
    if _TRACKING.fullmatch(name) or _CACHE_KEY.fullmatch(part):
        return True
    name = name.lower()
    if name == "sid":
        return _SESSION_VALUE.fullmatch(value) is not None
    if name == "mod":  # `hp_lead_pos1` is a position on a page; `mod=article` is a module of some content systems
        return "_" in value
    return name in _TRACKING_BY_WORD and not any(character.isdigit() for character in value)
