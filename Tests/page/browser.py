"""A browser without a window, and what is asked of a page in it."""
import base64
import json
import os
import time

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


class Browser:
    """A page in Chromium, which is not on any network."""

    def __init__(self, page, width=1280, is_dark=False, is_still=False):
        options = webdriver.ChromeOptions()
        options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        for flag in ["--headless", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.width = width
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=1000, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if is_still else "no-preference"}])
        self.command("Network.enable")
        self.command("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0,
                     uploadThroughput=0)
        self.driver.get(page.as_uri())
        self.wait(lambda: self.run("return document.documentElement.dataset.ready") == "1", 60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition, seconds=10):
        WebDriverWait(self.driver, seconds).until(lambda _: condition())

    def find(self, selector, within=None):
        return (within or self.driver).find_elements(By.CSS_SELECTOR, selector)

    def view(self, figure):
        """The data that a figure shows."""
        return self.run("return views[arguments[0].dataset.view]", figure)

    def drawn(self, plot):
        """What plotly has drawn: all values, the scales, and what marks the chosen point."""
        return self.run("const { data, layout } = arguments[0]; return JSON.stringify([data.map(t => [t.name, t.x, t.y, t.z]),"
                        " layout.xaxis.type, layout.yaxis.type, layout.shapes, layout.paper_bgcolor])", plot)

    def changes(self, plot, act):
        """Whether what is drawn becomes another after an action."""
        before = self.drawn(plot)
        act()
        try:
            self.wait(lambda: self.drawn(plot) != before, 5)
        except Exception:  # selenium's TimeoutException: nothing has changed
            return False
        return True

    def told(self, figure):
        return self.find(".selection", figure)[0].text

    def complaints(self):
        """What the console says."""
        return [e["message"] for e in self.driver.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        """The addresses that were asked for on a network."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        addresses = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return [address for address in addresses if not address.startswith(("file:", "data:", "blob:"))]

    def screenshot(self, path):
        self.run("window.scrollTo(0, 0)")
        time.sleep(0.5)
        height = self.run("return document.documentElement.scrollHeight")
        picture = self.command("Page.captureScreenshot", captureBeyondViewport=True, clip={
            "x": 0, "y": 0, "width": self.width, "height": min(height, 16000), "scale": 1})
        path.write_bytes(base64.b64decode(picture["data"]))
