"""What the newspaper prints: thirty-five articles in five sections, the same in every run."""

import dataclasses
import datetime
import random

SECTIONS = {"world": "World", "business": "Business", "science": "Science", "culture": "Culture", "sport": "Sport"}
AUTHORS = {
    "mara-okafor": ("Mara Okafor", "Foreign correspondent"),
    "elias-brandt": ("Elias Brandt", "Business editor"),
    "june-halloran": ("June Halloran", "Science writer"),
    "tomas-vrba": ("Tomas Vrba", "Culture critic"),
    "sadia-rahman": ("Sadia Rahman", "Sport reporter"),
    "lucien-moreau": ("Lucien Moreau", "Reporter"),
}
EDITOR = {
    "world": "mara-okafor",
    "business": "elias-brandt",
    "science": "june-halloran",
    "culture": "tomas-vrba",
    "sport": "sadia-rahman",
}
HEADLINES = {
    "world": [
        (
            "Coastal towns agree on a shared flood barrier",
            "Eleven councils will build 34 kilometres of dunes and gates by 2031.",
        ),
        (
            "Night trains return to the northern line",
            "After a decade, sleepers run again between the capital and the fjords.",
        ),
        (
            "Island votes to keep its only bridge free of tolls",
            "Turnout was 71 per cent, the highest in a local vote since 1998.",
        ),
        ("Border town opens a hospital for both sides", "Patients from two countries will share 240 beds."),
        ("Harbour pilots end their strike after nine days", "Ships had queued up to forty miles out to sea."),
        ("A desert city plants its millionth tree", "Most of them drink water that was used before."),
        (
            "Mountain road closed for the winter, a month early",
            "Snow fell in quantities not seen since records began there.",
        ),
    ],
    "business": [
        (
            "Ferry company orders twelve electric ships",
            "The order is worth 1.4 billion and will be built in two yards.",
        ),
        ("Coffee prices fall for the third month", "A good harvest and calmer seas bring relief to roasters."),
        ("Small banks join forces on instant payments", "Forty-one lenders will share one clearing system."),
        ("Paper maker bets on packaging", "Newsprint now makes up a tenth of its sales."),
        ("Bicycle workshop hires its hundredth mechanic", "Repairs have overtaken sales in the old tram depot."),
        (
            "Fishing fleet insures its quota for the first time",
            "A mutual fund will pay out when the herring stay away.",
        ),
        (
            "Department store becomes a library and a market",
            "The owners say that rents will be lower, and visitors more.",
        ),
    ],
    "science": [
        ("Telescope finds water on a small, warm planet", "The world is 38 light years away and circles a red star."),
        ("Bees tell the time by smell, study says", "Researchers followed 4,000 marked insects for two summers."),
        ("New battery keeps its charge for a year", "The cell uses iron and salt water, and costs a third."),
        ("Old maps reveal a lost river", "Geologists drilled where a monk had drawn a bend in 1487."),
        ("Why cats prefer the left side of the bed", "A survey of 2,300 households has an answer, sort of."),
        ("Seaweed dye passes its first wash test", "The blue holds for sixty washes, the green for twelve."),
        ("A quieter wing, learned from owls", "Comb-like edges cut landing noise by six decibels."),
    ],
    "culture": [
        ("The lighthouse that became a concert hall", "Its stairwell has an echo of eleven seconds."),
        ("A novel written in one sentence wins the Meridian Prize", "The jury read its 412 pages aloud, in turns."),
        ("Museum returns forty drums", "The instruments had been in storage since 1911."),
        ("Street theatre comes back to the fish market", "Performances begin at six, when the stalls close."),
        ("Film archive restores a colour comedy of 1938", "Every frame was cleaned by hand over four years."),
        ("The last typesetter teaches a class", "Thirty students, one press, and a great deal of lead."),
        ("Choir of strangers fills the railway station", "Eight hundred people sang with no rehearsal."),
    ],
    "sport": [
        ("Harriers win the cup in extra time", "A header in the 118th minute decided the final, 2–1."),
        ("Teenager rows across the strait in record time", "It took her three hours and forty-one minutes."),
        ("Chess league moves outdoors", "Players will wear gloves until April."),
        ("Marathon route changes to avoid nesting storks", "Runners will pass the old brewery twice instead."),
        ("Village team reaches the second division", "Its ground holds more people than live there."),
        ("Ice hockey: Comets end a run of fourteen defeats", "The goalkeeper stopped forty-four shots."),
        ("Cyclist gives her medal to the mechanic", "He had repaired her chain in nineteen seconds."),
    ],
}
SENTENCES = [
    "The decision followed months of talks that few had expected to succeed.",
    "“We had the plans in a drawer for years,” said one of those involved, “and then the weather did the persuading.”",
    "Critics point out that the costs were put lower in the first draft.",
    "A public meeting on the subject is planned for the second week of December.",
    "Figures published this week support the view, though not all experts agree.",
    "Residents who had gathered at the quay welcomed the news with cautious applause.",
    "The work is expected to take four years, and to employ about three hundred people.",
    "It is not the first attempt: two earlier ones, in 2009 and 2017, came to nothing.",
    "Asked what would happen next, she laughed and pointed at a stack of forms.",
    "The region's newspapers called it a turning point; its neighbours were less sure.",
    "Others have tried something similar further south, with mixed results.",
    "By the evening, the details had been confirmed by three independent sources.",
]
READERS = [
    "Wren",
    "old_salt",
    "P. Hartley",
    "marguerite",
    "Tobias K.",
    "northlight",
    "Ida",
    "quartz",
    "Benno",
    "M. Silva",
]
COMMENTS = [
    "Finally some good news. Thank you for reporting it.",
    "I live nearby and did not know any of this.",
    "The headline promises more than the article keeps.",
    "Who pays for it in the end? The article does not say.",
    "My grandmother used to tell us the same story.",
    "Please write more about this.",
    "I was there; it was much louder than described.",
    "Interesting, but I would like to see the numbers.",
]


@dataclasses.dataclass(frozen=True)
class Comment:
    author: str
    text: str
    date: str
    likes: int


@dataclasses.dataclass(frozen=True)
class Article:
    slug: str
    section: str
    title: str
    lead: str
    author: str
    published: datetime.datetime
    minutes: int
    views: int
    paragraphs: tuple
    comments: tuple

    @property
    def date_text(self):
        return f"{self.published.day} {self.published:%B %Y}"


def _slug(title):
    kept = "".join(letter if letter.isalnum() else " " for letter in title.lower())
    return "-".join(kept.split())


def _make():
    rng = random.Random(1851)
    articles, when = [], datetime.datetime(2026, 11, 14, 18, 5)
    longest = max(len(list_) for list_ in HEADLINES.values())
    for index in range(longest):
        for section in SECTIONS:
            title, lead = HEADLINES[section][index]
            when -= datetime.timedelta(minutes=rng.randrange(70, 900))
            paragraphs = tuple(" ".join(rng.sample(SENTENCES, rng.randrange(2, 5))) for _ in range(rng.randrange(4, 9)))
            comments = tuple(
                Comment(
                    rng.choice(READERS),
                    rng.choice(COMMENTS),
                    f"{when + datetime.timedelta(hours=number + 1):%Y-%m-%d %H:%M}",
                    rng.randrange(0, 90),
                )
                for number in range(rng.randrange(0, 8))
            )
            author = EDITOR[section] if rng.random() < 0.7 else "lucien-moreau"
            articles.append(
                Article(
                    _slug(title),
                    section,
                    title,
                    lead,
                    author,
                    when,
                    len(paragraphs),
                    rng.randrange(800, 60_000),
                    paragraphs,
                    comments,
                )
            )
    return articles


ARTICLES = _make()  # newest first
BY_SLUG = {article.slug: article for article in ARTICLES}
assert len(BY_SLUG) == len(ARTICLES)


def find(words):
    wanted = words.lower().split()
    return [
        article
        for article in ARTICLES
        if all(word in f"{article.title} {article.lead} {' '.join(article.paragraphs)}".lower() for word in wanted)
    ]


def most_read(count=5):
    return sorted(ARTICLES, key=lambda article: -article.views)[:count]
