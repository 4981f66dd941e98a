#!/usr/bin/env python3
"""Drives a page of `grokscape report` in a browser: page.py PAGE FOLDER

Checks that it draws without an error and without a request to any network; that sliders, the choice of a point by mouse
and by keyboard, the player, the scales and the colours change what is shown; that phases are those of `grokscape phases`
(phases.json in FOLDER); that tables say what is drawn; and that everything has a name and a place in the order of the
keyboard. Leaves screenshots in FOLDER.
"""
import json
import pathlib
import sys
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import Browser

LARGEST = 8 << 20
checks = 0


def check(holds, what):
    global checks
    if not holds:
        sys.exit(f"page: {what}")
    checks += 1


def figures(browser):
    for figure in browser.find("figure.view"):
        browser.run("arguments[0].scrollIntoView()", figure)
        yield figure, browser.find("figcaption", figure)[0].text, browser.find(".plots > div", figure)


def look_at_figures(browser):
    """Every figure has values, names, and controls that change it; those of the keyboard stand for the mouse's."""
    counts = {"sliders": 0, "choices": 0, "scales": 0}
    for figure, name, plots in figures(browser):
        main = plots[-1]
        for plot in plots:
            check(plot.get_attribute("aria-label"), f"a plot of '{name}' has no name")
            check(plot.get_attribute("role") in ("img", "application"), f"a plot of '{name}' has no role")
            check(browser.find(".plot-container svg", plot), f"'{name}' is empty")
        known = browser.run("return arguments[0].data.some(t => (t.y || []).flat().some(v => v !== null))", main)
        check(known, f"no values are drawn in '{name}'")
        for control in browser.find("input, select", figure):
            check(browser.run("return arguments[0].labels.length", control) == 1, f"a control of '{name}' has no label")
        for slider in browser.find("input[type=range]", figure):
            told, axis = browser.told(figure), slider.get_attribute("data-axis")
            last = slider.get_attribute("max")
            key = Keys.ARROW_LEFT if slider.get_attribute("value") == last else Keys.ARROW_RIGHT
            check(browser.changes(main, lambda: slider.send_keys(key)), f"the slider of {axis} in '{name}' changes nothing")
            check(browser.told(figure) != told, f"the choice of {axis} in '{name}' is not told")
            check(tells_value(browser, figure, slider), f"the slider of {axis} in '{name}' tells another value")
            counts["sliders"] += 1
        for select in browser.find("select", figure):
            options, first = Select(select), select.get_attribute("value")
            other = 0 if first != "0" else 1
            changed = lambda: any(browser.drawn(plot) != was for plot, was in zip(plots, before))
            before = [browser.drawn(plot) for plot in plots]
            options.select_by_index(other)
            browser.wait(changed)
            options.select_by_index(int(first))
            browser.wait(lambda: not changed())
            counts["choices"] += 1
        for flag in browser.find("input[type=checkbox]", figure):
            if flag.is_enabled():
                label = flag.accessible_name
                plot = plots[0] if label == "logarithmic colours" else main
                check(browser.changes(plot, lambda: flag.send_keys(Keys.SPACE)), f"'{label}' in '{name}' changes nothing")
                if plot is main:
                    scales = json.loads(browser.drawn(main))[1:3]
                    expected = "log" if flag.is_selected() else "linear"
                    check(scales["xy".index(label[-1])] == expected, f"'{label}' in '{name}' is not {expected}")
                flag.send_keys(Keys.SPACE)
                counts["scales"] += 1
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def tells_value(browser, figure, slider):
    """Whether the number beside a slider is that of its axis, to four digits; words and times are not looked at."""
    view, name = browser.view(figure), slider.get_attribute("data-axis")
    axis = next(axis for axis in view["axes"] if axis["name"] == name)
    if "words" in axis or ("along" in view and axis is view["axes"][-1]):
        return True
    told = browser.run("return arguments[0].parentElement.querySelector('output').textContent", slider)
    check(told == slider.get_attribute("aria-valuetext"), "a slider says another value than it shows")
    value = axis["values"][int(slider.get_attribute("value"))]
    return abs(float(told) - value) <= 1e-3 * abs(value)


def look_at_maps(browser):
    """A click and the arrow keys choose a point: the sliders, the curves and the sentence follow."""
    count = 0
    for figure, name, plots in figures(browser):
        if len(plots) < 2:
            continue
        heat, lines = plots
        browser.run("arguments[0].scrollIntoView({block: 'center'})", heat)
        view = browser.view(figure)["map"]
        sliders = {axis: browser.find(f'input[data-axis="{view[axis]}"]', figure)[0] for axis in ("columns", "rows")}
        place = lambda axis: int(sliders[axis].get_attribute("value"))
        last = {axis: int(slider.get_attribute("max")) for axis, slider in sliders.items()}
        # Rows stand from the bottom to the top.
        wanted = {axis: 0 if place(axis) == last[axis] else last[axis] for axis in sliders}
        area = browser.find(".nsewdrag", heat)[0]
        step = {"columns": area.size["width"] / (last["columns"] + 1), "rows": area.size["height"] / (last["rows"] + 1)}
        across = (wanted["columns"] + .5) * step["columns"] - area.size["width"] / 2
        down = area.size["height"] / 2 - (wanted["rows"] + .5) * step["rows"]
        click = ActionChains(browser.driver).move_to_element_with_offset(area, int(across), int(down)).pause(.3)
        hover = lambda: browser.find(".hoverlayer .hovertext", heat)
        click.perform()
        check(hover(), f"nothing is said where the mouse is in the map of '{name}'")
        check(browser.changes(lines, lambda: ActionChains(browser.driver).click().perform()),
              f"a click into the map of '{name}' changes no curve")
        check(all(place(axis) == wanted[axis] for axis in sliders), f"a click into the map of '{name}' moves no sliders")
        browser.run("arguments[0].focus()", heat)
        moves = [(Keys.HOME, "columns", 0), (Keys.PAGE_DOWN, "rows", 0), (Keys.ARROW_RIGHT, "columns", 1),
                 (Keys.ARROW_UP, "rows", 1), (Keys.END, "columns", last["columns"]), (Keys.ARROW_DOWN, "rows", 0)]
        for key, axis, end in moves:
            told, moved = browser.told(figure), place(axis) != end
            browser.driver.switch_to.active_element.send_keys(key)
            check(place(axis) == end, f"a key in the map of '{name}' does not move to {axis} {end}")
            check(not moved or browser.told(figure) != told, f"a key in the map of '{name}' is not told")
        count += 1
    return f"{count} maps"


def look_at_phases(browser, report):
    """The tiles are the phases that the program prints, and the chosen one is told in words."""
    found = [(f, name, plots) for f, name, plots in figures(browser) if name == "Phases and training"]
    check(len(found) == 1, "there is not one view of phases")
    figure, name, plots = found[0]
    view = browser.view(figure)
    phases = [category["label"] for category in view["map"]["quantity"]["categories"]]
    tiles = browser.run("return arguments[0].data[0].z", plots[0])
    axes = {axis["name"]: axis["values"] for axis in view["axes"]}
    cells = report["sections"][0]["cells"]
    check(len(cells) == sum(len(row) for row in tiles), "there are other tiles than phases")
    for cell in cells:
        tile = tiles[axes["weight_decay"].index(cell["value"])][axes["alpha"].index(cell["alpha"])]
        check(phases[tile] == cell["phase"], f"the tile at alpha {cell['alpha']}, decay {cell['value']} is {phases[tile]}")
    check(any(f"phase: {phase}" in browser.told(figure) for phase in phases), "the chosen phase is not told")
    return f"{len(set(cell['phase'] for cell in cells))} phases"


def look_at_players(browser):
    """The buttons go one step and back, play to the end and stop; the sentence follows and is silent meanwhile."""
    count = 0
    for figure, name, plots in figures(browser):
        buttons = {button.text: button for button in browser.find(".controls button", figure)}
        if not buttons:
            continue
        count += 1
        time_slider = browser.find("input[type=range]", figure)[-1]
        live = lambda: browser.find(".selection", figure)[0].get_attribute("aria-live")
        place = lambda: int(time_slider.get_attribute("value"))
        time_slider.send_keys(Keys.HOME)
        check(place() == 0, f"the player of '{name}' has no start")
        for text, end in [("Forward", 1), ("Forward", 2), ("Back", 1)]:
            check(browser.changes(plots[-1], lambda: buttons[text].send_keys(Keys.ENTER)), f"{text} in '{name}' does nothing")
            check(place() == end, f"{text} in '{name}' goes to {place()}")
        play = buttons["Play"]
        play.send_keys(Keys.SPACE)
        check(play.text == "Pause" and live() == "off", f"the player of '{name}' does not start")
        browser.wait(lambda: place() > 3)
        play.send_keys(Keys.SPACE)
        stopped = place()
        check(play.text == "Play" and live() == "polite", f"the player of '{name}' does not pause")
        time.sleep(.5)
        check(place() == stopped, f"the player of '{name}' goes on after its pause")
        play.send_keys(Keys.SPACE)
        browser.wait(lambda: play.text == "Play", 60)
        check(browser.changes(plots[-1], lambda: buttons["Back"].click()), f"'{name}' has no step before the last")
    return f"{count} players"


def look_at_tables(browser):
    """Opened by a key, the table says what is drawn."""
    rows = 0
    for figure, name, plots in figures(browser):
        details = browser.find("details.values", figure)[0]
        check(not browser.find("table", details), f"the table of '{name}' is made before it is asked for")
        browser.find("summary", details)[0].send_keys(Keys.ENTER)
        browser.wait(lambda: browser.find("table", details))
        for table in browser.find("table", details):
            check(browser.find("caption", table)[0].text and browser.find("th[scope=col]", table), f"a table of '{name}' has no head")
        body = browser.run("return Array.from(arguments[0].querySelector('.table:last-child tbody').rows,"
                           " row => Array.from(row.cells, cell => cell.textContent))", details)
        if browser.view(figure)["kind"] == "curves":
            drawn = browser.run("return arguments[0].data.filter(t => t.name).map(t => t.y)[0]", plots[-1])
            step = -(-len(drawn) // 200)
            expected = [value for i, value in enumerate(drawn) if i % step == 0 or i == len(drawn) - 1]
            check(len(body) == len(expected) and
                  all(value is None or abs(float(row[1]) - value) <= 1e-3 * abs(value) for row, value in zip(body, expected)),
                  f"the table of '{name}' says other values")
        rows += len(body)
        browser.find("summary", details)[0].send_keys(Keys.ENTER)
    return f"{rows} rows"


def walk(browser):
    """From the start, the tabulator reaches the skip link, then everything in the order of the page, and nothing without a name."""
    seen, places = 0, []
    for _ in range(1000):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        place, text, outline, tag = browser.run(
            "const e = document.activeElement; const all = [...document.querySelectorAll('*')];"
            "return [all.indexOf(e), e.className, getComputedStyle(e).outlineStyle, e.tagName]")
        if tag == "BODY" or (places and place <= places[-1]):
            break
        element = browser.driver.switch_to.active_element
        if not seen:
            check(text == "skip", "the first stop of the tabulator is not the skip link")
        check(element.accessible_name, f"a stop of the tabulator has no name: {tag} {text}")
        check(outline != "none", f"'{element.accessible_name}' does not show that it has the focus")
        places.append(place)
        seen += 1
    wanted = browser.run("return [...document.querySelectorAll('input, select, button, summary, a, [tabindex]')]"
                         ".filter(e => e.checkVisibility() && !e.disabled).length")
    check(seen == wanted, f"the tabulator stops at {seen} of {wanted} places")
    check(browser.run("return document.documentElement.lang && document.title && document.querySelectorAll('h1').length"
                      " === 1 && Boolean(document.querySelector('main'))"), "the page has no language, title or main part")
    return f"{seen} stops of the tabulator"


def colours(browser, folder):
    theme = browser.find("#theme")[0]
    paper = lambda: browser.run("return getComputedStyle(document.body).backgroundColor")
    plot = browser.find(".plots > div")[0]
    light = paper()
    browser.screenshot(folder / "light.png")
    check(browser.changes(plot, lambda: theme.send_keys(Keys.SPACE)), "figures do not change their colours")
    check(paper() != light and theme.get_attribute("aria-pressed") == "true", "the colours do not change")
    browser.screenshot(folder / "dark.png")
    theme.send_keys(Keys.SPACE)


def narrow(page, folder):
    """A narrow, dark window in which nothing moves: nothing is cut off, and the player goes in few steps."""
    with Browser(page, width=400, is_dark=True, is_still=True) as browser:
        check(browser.run("return document.documentElement.dataset.theme") == "dark", "it is not dark where that is wished")
        check(browser.run("return document.documentElement.scrollWidth") <= 400, "it is wider than a narrow window")
        for figure, name, plots in figures(browser):
            for plot in plots:
                width = browser.run("return arguments[0].querySelector('.nsewdrag').getBoundingClientRect().width", plot)
                check(width > 120, f"'{name}' has {width} points left in a narrow window")
        player = next(figure for figure, _, _ in figures(browser) if browser.find(".controls button", figure))
        play = browser.find(".controls button", player)[0]
        browser.run("arguments[0].click()", play)
        slider = browser.find("input[type=range]", player)[-1]
        time.sleep(.5)
        check(slider.get_attribute("value") == "0", "the player moves quickly where less motion is wished")
        browser.wait(lambda: slider.get_attribute("value") != "0")
        browser.run("arguments[0].click()", play)
        browser.screenshot(folder / "narrow.png")
        check(not browser.complaints(), "the console complains in a narrow window")


def main():
    page, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    size = page.stat().st_size
    check(size < LARGEST, f"it has {size} bytes, more than {LARGEST}")
    with Browser(page) as browser:
        parts = [f"{len(browser.find('figure.view'))} figures", walk(browser), look_at_figures(browser), look_at_maps(browser),
                 look_at_phases(browser, json.loads((folder / "phases.json").read_text())), look_at_players(browser),
                 look_at_tables(browser)]
        colours(browser, folder)
        check(not (complaints := browser.complaints()), f"the console says: {complaints}")
        check(not (requests := browser.requests()), f"it asks the network for {requests}")
    narrow(page, folder)
    print(f"page: {size / 1e6:.1f} MB, {', '.join(parts)}; {checks} checks passed")


if __name__ == "__main__":
    main()
