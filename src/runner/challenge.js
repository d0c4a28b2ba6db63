// What on this page asks its visitor to prove that a person is there, and stands in the way of going on: the name
// of its kind, or null. `frames`: the addresses of the page's frames, also of those that scripts cannot see.
// `is_about_to_press`: the next thing to be done is a click or a key, which may send a form.
(frames, is_about_to_press) => {
    // Those that sites get from others: what their frames load, what holds them, where their answer goes.
    const makers = [
        ['reCAPTCHA', /\/recaptcha\/(api2|enterprise)\/(anchor|bframe)/, '.g-recaptcha', '[name="g-recaptcha-response"]'],
        ['hCaptcha', /^https?:\/\/([^/]+\.)?hcaptcha\.com\//, '.h-captcha', '[name="h-captcha-response"]'],
        [
            'Cloudflare Turnstile', /^https?:\/\/challenges\.cloudflare\.com\//,
            '.cf-turnstile, #challenge-form, #challenge-stage, #cf-challenge-running', '[name="cf-turnstile-response"]',
        ],
        ['Arkose Labs', /^https?:\/\/[^/]*(arkoselabs|funcaptcha)\.com\//, '#arkose, #FunCaptcha', ''],
        ['GeeTest', /^https?:\/\/[^/]*\.geetest\.com\//, '.geetest_holder, .geetest_captcha, .geetest_panel', '[name="geetest_validate"]'],
        ['DataDome', /^https?:\/\/[^/]*\.captcha-delivery\.com\//, '', ''],
        ['HUMAN', /^https?:\/\/[^/]*\.(px-cloud|perimeterx)\.net\//, '#px-captcha', ''],
        ['AWS WAF', /^https?:\/\/[^/]*\.awswaf\.com\//, 'awswaf-captcha', ''],
        ['Friendly Captcha', /^https?:\/\/[^/]*\.frcaptcha\.com\//, '.frc-captcha', '[name="frc-captcha-response"], [name="frc-captcha-solution"]'],
        ['MTCaptcha', /^https?:\/\/[^/]*\.mtcaptcha\.com\//, '.mtcaptcha', '[name="mtcaptcha-verifiedtoken"]'],
        ['Yandex SmartCaptcha', /^https?:\/\/smartcaptcha\.[^/]+\//, '.smart-captcha', '[name="smart-token"]'],
    ];
    // The field of a puzzle under way, in a frame that is only there for it.
    const puzzle = /\/recaptcha\/(api2|enterprise)\/bframe|hcaptcha\.com\/.*[#&?]frame=challenge/;
    // Works by itself and asks nobody, but for the puzzle above.
    const silent = /[?&#]size=invisible/;
    const words = new RegExp(
        [
            'verify (that )?you.{0,4} (are )?(a )?human', 'confirm (that )?you.{0,4} (are )?(a )?human', 'are you (a )?(human|robot)',
            "(i am|i'm|you are|you're) not a (ro)?bot", 'prove (that )?you.{0,4} (are )?(not a robot|(a )?human)', 'checking (your browser|if the site connection)',
            'kein roboter', 'ein mensch sind', 'pas un robot', 'êtes (bien )?humain', 'no soy un robot', 'que (eres|es) humano', 'non sono un robot',
            'não sou um robô', 'não é um robô', 'geen robot', 'nie jestem robotem', 'не робот', '不是机器人', '人机验证', 'ロボットではありません', '로봇이 아닙니다',
        ].join('|'), 'iu'
    );
    const fields = 'input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]), textarea, select';
    const most_text = 900; // letters of a page that is nothing but a challenge
    const most_elements = 400;
    const long_page = 4000; // elements
    const smallest = 20; // CSS px; less is there for machines
    const smallest_box = 8; // to tick

    const is_shown = (element) => {
        const box = element.getBoundingClientRect();
        const least = element.type === 'checkbox' ? smallest_box : smallest;
        return box.width >= least && box.height >= least && box.right > 0 && box.bottom + scrollY > 0
            && element.checkVisibility({opacityProperty: true, visibilityProperty: true});
    };
    const all = (selector) => selector ? [...document.querySelectorAll(selector)] : [];
    const is_answered = (answers) => answers.length > 0 && answers.some((field) => field.value.length > 8);
    const named = (element) => [
        element.id, element.getAttribute('class'), element.getAttribute('name'), element.getAttribute('src'), element.getAttribute('alt'),
        element.getAttribute('title'), element.getAttribute('aria-label'), element.getAttribute('placeholder'),
        ...[...(element.labels ?? [])].map((label) => label.textContent),
    ].join(' ');
    const is_captcha = (element) => /captcha/i.test(named(element))
        || (element.type === 'checkbox' && [...(element.labels ?? [])].some((label) => words.test(label.textContent)));

    const iframes = all('iframe');
    const widgets = []; // {kind, element, is_shown}, unanswered ones
    // Most pages have none of them: one question instead of a dozen, and none of a page so long that a maker without
    // a frame, of whom there are few, would hardly stand in its way.
    const count = document.getElementsByTagName('*').length;
    const has_any = frames.length > 1 || iframes.length > 0 || count < long_page
        && document.querySelector(makers.flatMap(([, , holder, answer]) => [holder, answer]).filter(Boolean).join(', ')) !== null;
    for (const [kind, loads, holder, answer] of has_any ? makers : []) {
        const answers = all(answer);
        const its_frames = iframes.filter((frame) => loads.test(frame.src));
        if (its_frames.some((frame) => puzzle.test(frame.src) && is_shown(frame))) return kind;
        if (is_answered(answers)) continue;
        const holders = all(holder).filter((element) => element.dataset.size !== 'invisible' && !element.closest('.grecaptcha-badge'));
        const rest = its_frames.filter((frame) => !silent.test(frame.src) && !puzzle.test(frame.src) && !frame.closest('.grecaptcha-badge'));
        // Where a frame hides in a closed shadow root, its answer's field stands beside it.
        if (!holders.length && !rest.length && frames.some((url) => loads.test(url) && !silent.test(url) && !puzzle.test(url)))
            rest.push(...answers.map((field) => field.parentElement));
        for (const element of [...holders, ...rest].filter(Boolean)) widgets.push({kind, element, is_shown: is_shown(element)});
    }
    // Those that sites make themselves: a picture and a field for what is in it.
    const marks = ['id', 'class', 'name', 'src', 'alt', 'title', 'aria-label', 'placeholder'].map((name) => `[${name}*="captcha" i]`).join(', ');
    const labelled = all('label').filter((label) => label.textContent.length < 200 && (/captcha/i.test(label.textContent) || words.test(label.textContent)))
        .map((label) => label.control).filter((field) => field && is_captcha(field));
    const own = [...new Set([...all(`:is(input, textarea):is(${marks})`), ...labelled])].filter((field) => field.matches(fields) && is_shown(field)
        && !makers.some(([, , , answer]) => answer && field.matches(answer)));
    const pictures = all(`:is(img, canvas, svg, iframe):is(${marks})`).filter(is_shown);
    for (const field of own)
        if (field.type === 'checkbox' ? !field.checked : !field.value) widgets.push({kind: 'captcha', element: field, is_shown: true});
    if (!own.length && !widgets.length)
        for (const picture of pictures) {
            const form = picture.closest('form');
            const texts = form ? [...form.querySelectorAll('input:not([type]), input[type=text]')] : [];
            if (texts.some((field) => !field.value)) widgets.push({kind: 'captcha', element: picture, is_shown: true});
        }

    const is_ours = (field) => is_captcha(field) || widgets.some((widget) => widget.element.contains(field));
    const others = (scope) => [...scope.querySelectorAll(fields)].filter((field) => !is_ours(field) && is_shown_field(field));
    function is_shown_field(field) {
        return field.checkVisibility({opacityProperty: true, visibilityProperty: true}) && field.getBoundingClientRect().width > 1;
    }
    const is_small = () => count < most_elements && document.body.innerText.trim().length < most_text;
    const is_filled = (field) => field.matches('select')
        ? [...field.options].some((option) => option.selected !== option.defaultSelected && option.selected)
        : field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

    if (!document.body) return null;
    // A page that is nothing but a challenge.
    const is_alone = is_small() && !others(document).length;
    if (widgets.length && is_alone) return widgets[0].kind;
    if (!widgets.length && is_alone && is_small() && document.links.length < 10 && words.test(document.title + ' ' + document.body.innerText)
        && (all('input[type=checkbox], button, [role=button], [role=checkbox]').some(is_shown) || all('script').length))
        return 'captcha';
    // One in a form that somebody has filled in and is about to send, or has just tried to.
    for (const {kind, element, is_shown} of widgets) {
        if (!is_shown) continue;
        const form = element.closest('form');
        // Where there is none, what is filled in elsewhere on the page is not for this one.
        const part = form ?? element.closest('dialog, [role=dialog], [role=form], section, article, aside, footer') ?? document;
        if (is_about_to_press && others(part).some(is_filled)) return kind;
        const focus = document.activeElement;
        if (form && focus && focus !== element && form.contains(focus) && focus.matches('button, [type=submit], [type=image], [role=button]')) return kind;
    }
    return null;
}
