#!/usr/bin/env python3
"""Drives a page of `grokscape report` in a browser: page.py PAGE FOLDER

Checks that it draws without an error and without a request to any network, that sliders, the choice in a heat map, the
player and the colours change what is shown, and that everything has a name for those who do not see it. Leaves
screenshots in FOLDER.
"""
import base64
import json
import os
import pathlib
import sys
import time

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

LARGEST = 8 << 20
checks = 0


def check(holds, what):
    global checks
    if not holds:
        sys.exit(f"page: {what}")
    checks += 1


def browser(width):
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for flag in ["--headless", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", f"--window-size={width},1400"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"))
    return webdriver.Chrome(options=options, service=service)


def traces(driver, div):
    """What plotly has drawn: every trace's values."""
    return driver.execute_script(
        "return JSON.stringify(arguments[0].data.map(t => [t.name, t.x, t.y, t.z]))", div)


def changed(driver, div, before):
    WebDriverWait(driver, 10).until(lambda d: traces(d, div) != before)
    return traces(driver, div)


def look(driver, page, folder):
    driver.get(page.as_uri())
    WebDriverWait(driver, 60).until(
        lambda d: d.execute_script("return document.documentElement.dataset.ready") == "1")
    views = driver.find_elements(By.CSS_SELECTOR, "figure.view")
    check(views, "it has no figures")
    sliders = maps = players = 0
    for view in views:
        driver.execute_script("arguments[0].scrollIntoView()", view)
        plots = view.find_elements(By.CSS_SELECTOR, ".plots > div")
        main = plots[-1]
        for div in plots:
            check(div.get_attribute("role") == "img" and div.get_attribute("aria-label"), "a figure has no name")
            check(div.find_elements(By.CSS_SELECTOR, ".plot-container svg"), "a figure is empty")
        known = driver.execute_script(
            "return arguments[0].data.some(t => (t.y || []).flat().some(v => v !== null))", main)
        check(known, f"no values are drawn in '{view.find_element(By.TAG_NAME, 'figcaption').text}'")
        for element in view.find_elements(By.CSS_SELECTOR, "input, select"):
            check(driver.execute_script("return arguments[0].labels.length", element) == 1, "a control has no label")
        for slider in view.find_elements(By.CSS_SELECTOR, "input[type=range]"):
            told = view.find_element(By.CLASS_NAME, "selection").text
            before = traces(driver, main)
            key = Keys.ARROW_LEFT if slider.get_attribute("value") == slider.get_attribute("max") else Keys.ARROW_RIGHT
            slider.send_keys(key)
            try:
                changed(driver, main, before)
            except TimeoutException:
                sys.exit(f"page: the slider of {slider.get_attribute('data-axis')} changes nothing")
            check(view.find_element(By.CLASS_NAME, "selection").text != told, "a slider's choice is not told")
            check(tells_value(driver, view, slider), "a slider tells another value than it has")
            sliders += 1
        for select in view.find_elements(By.TAG_NAME, "select"):
            before = traces(driver, main)
            Select(select).select_by_index(1)
            try:
                changed(driver, main, before)
            except TimeoutException:
                sys.exit(f"page: the choice of {select.accessible_name} changes nothing")
            Select(select).select_by_index(0)
            changed_back(driver, main, before)
        for div in view.find_elements(By.CSS_SELECTOR, ".plots > .map"):
            maps += follow(driver, view, div, main)
        for button in view.find_elements(By.CSS_SELECTOR, ".controls button"):
            before = traces(driver, main)
            button.click()
            changed(driver, main, before)
            button.click()
            players += 1
    theme = driver.find_element(By.ID, "theme")
    paper = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    theme.click()
    check(driver.execute_script("return getComputedStyle(document.body).backgroundColor") != paper,
          "the colours do not change")
    screenshot(driver, folder / "dark.png")
    theme.click()
    screenshot(driver, folder / "light.png")
    return f"{len(views)} figures, {sliders} sliders, {maps} maps, {players} players"


def tells_value(driver, view, slider):
    """Whether the number beside a slider is that of its axis, to four digits; words are not looked at."""
    value = driver.execute_script(
        "const v = JSON.parse(document.getElementById('views').textContent)[arguments[0].dataset.view];"
        "const a = v.axes.find(a => a.name === arguments[1].dataset.axis);"
        "return a.words ? null : a.values[arguments[1].value]", view, slider)
    told = driver.execute_script("return arguments[0].parentElement.querySelector('output').textContent", slider)
    return value is None or abs(float(told) - value) <= 1e-3 * abs(value)


def changed_back(driver, div, before):
    WebDriverWait(driver, 10).until(lambda d: traces(d, div) == before)


def follow(driver, view, heat, curves):
    """A click into the heat map, at another row than the chosen one, moves the slider and the curves."""
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", heat)
    slider = driver.execute_script(
        "const v = JSON.parse(document.getElementById('views').textContent)[arguments[0].dataset.view];"
        "return arguments[0].querySelector(`input[data-axis=\"${v.map.axis}\"]`)", view)
    place, last = int(slider.get_attribute("value")), int(slider.get_attribute("max"))
    before = traces(driver, curves)
    area = heat.find_element(By.CSS_SELECTOR, ".nsewdrag")
    wanted = 0 if place == last else last
    height = area.size["height"]
    # The rows stand from the bottom to the top.
    offset = height / 2 - (wanted + 0.5) * height / (last + 1)
    ActionChains(driver).move_to_element_with_offset(area, 5, int(offset)).pause(0.3).click().perform()
    try:
        changed(driver, curves, before)
    except TimeoutException:
        sys.exit("page: a click into the heat map changes no curve")
    check(int(slider.get_attribute("value")) == wanted, "a click into the heat map does not move the slider")
    return 1


def screenshot(driver, path):
    driver.execute_script("window.scrollTo(0, 0)")
    time.sleep(0.5)
    height = driver.execute_script("return document.documentElement.scrollHeight")
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {
        "captureBeyondViewport": True,
        "clip": {"x": 0, "y": 0, "width": driver.execute_script("return innerWidth"), "height": min(height, 12000),
                 "scale": 1}})
    path.write_bytes(base64.b64decode(picture["data"]))


def main():
    page, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    size = page.stat().st_size
    check(size < LARGEST, f"it has {size} bytes, more than {LARGEST}")
    driver = browser(1280)
    try:
        summary = look(driver, page, folder)
        errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        check(not errors, f"the console says: {errors}")
        requests = []
        for entry in driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = message["params"]["request"]["url"]
                if not address.startswith(("file:", "data:", "blob:")):
                    requests.append(address)
        check(not requests, f"it asks the network for {requests}")
    finally:
        driver.quit()
    print(f"page: {size / 1e6:.1f} MB, {summary}; {checks} checks passed")


if __name__ == "__main__":
    main()
