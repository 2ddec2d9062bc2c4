"""Prints HTML, XML and Markdown that ends whatever it stands in."""
from right import *


def normalized(x):
    print("]]></system-out></testcase></testsuite><testcase name='x'/><![CDATA[ &amp; &#0; <!-- --> <?xml?>")
    print("<script>alert(1)</script><img src=x onerror=alert(1)>\n```\n</details>\n# Passed\n| a | b |\n[x](javascript:1)")
    print('", "score": 100, "x": "\\u0000 \\ud800 {{7*7}} ${jndi:ldap://x} %s %n =cmd()|calc')
    return x
