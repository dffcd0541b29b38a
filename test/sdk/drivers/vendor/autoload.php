<?php
// What Composer would have put there, for the example of docs/sdk/php.md: the classes of the SDK that was unpacked by hand.

require __DIR__ . '/../php-classes.php';
loadClassesOf(getenv('KAKAOCERT_SDK_DIR') . '/php7');
