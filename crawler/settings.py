"""Scrapy's settings, the same for every crawl; what differs by outlet is laid over them in `crawler.run`."""

from __future__ import annotations

import os

BOT_NAME = "broadsheet"
SPIDER_MODULES = ["crawler.spiders"]

# One honest name, with a way to reach whoever runs it: a web or mail address in BROADSHEET_CONTACT.
USER_AGENT = f"Broadsheet/0.1 (news archive; contact: {os.environ.get('BROADSHEET_CONTACT', 'not given')})"
ROBOTSTXT_OBEY = False  # Scrapy's own way; `crawler.robots` obeys it

# A page can do no harm: its size (also unpacked), its time and its redirects are bounded.
DOWNLOAD_MAXSIZE = 10_000_000  # bytes
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30  # seconds
REDIRECT_MAX_TIMES = 5
DOWNLOAD_VERIFY_CERTIFICATES = True
MEMUSAGE_LIMIT_MB = 2000

CONCURRENT_REQUESTS = 32
CONCURRENT_ITEMS = 1  # a page gives one item; Scrapy starts as many tasks as this for every page
CONCURRENT_REQUESTS_PER_DOMAIN = (
    8  # also how many idle connections are kept; an outlet with a delay has one request at a time
)
DOWNLOAD_DELAY_JITTER = 0.15  # either way
DOWNLOAD_DELAY = 5.0 / (1 - DOWNLOAD_DELAY_JITTER)  # never less than 5
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 5_000_000  # bytes of pages waiting for a worker; beyond it downloads wait too

# Links carry their own state and tries in the archive; Scrapy's own second memory of them is off.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
RETRY_ENABLED = False
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = False  # it would decode every page once more
AUTOTHROTTLE_ENABLED = False
FORCE_CRAWLER_PROCESS = True

# A server on this machine that runs code sent to it, and a telnet console: never.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawler.quiet_log.QuietLog"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # runs are counted in the archive
DOWNLOADER_STATS = False

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "crawler.public_addresses.PublicAddressOnly": 90,  # before robots.txt is asked for
    "crawler.middlewares.OutletSlot": 95,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsTxt": 100,
    "crawler.tdm.TdmReservation": 101,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.compression.Unpack": 590,
    "crawler.middlewares.Answers": 595,  # sees bodies as they came
    "crawler.middlewares.RetryAfter": 596,  # behind robots.txt, which may ask to wait as well
}
# Each layer costs every page some 0.1 ms; addresses are bounded and their states kept elsewhere.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}
TWISTED_DNS_RESOLVER = "crawler.public_addresses.PublicResolver"
ITEM_PIPELINES = {
    "crawler.stages.Extract": 100,
    "crawler.stages.Store": 200,
}
