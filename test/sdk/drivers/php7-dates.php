<?php
// The SDK for PHP 7 names these two classes as if they were its own: its second call in one process dies without them.

namespace Linkhub\Kakaocert;

class DateTime extends \DateTime
{
}

class DateTimeZone extends \DateTimeZone
{
}
