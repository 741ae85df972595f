// What makes the portal's pages better where JavaScript runs. They work without it.
